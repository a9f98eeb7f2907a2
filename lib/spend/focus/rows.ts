import { inputTokensOf, tierFor } from "../../prices/cost.ts";
import type { Price } from "../../protocol/price.ts";
import { type TokenBucket, tokenBuckets } from "../../protocol/token-buckets.ts";
import type { Tokens } from "../../protocol/usage.ts";

/** What one line of a file charges for: tokens of a kind, searches, calls that have a fee, or what the prices leave over. */
export type Meter = TokenBucket | "webSearch" | "request" | "adjustment";

/** One charge. Amounts are in femto-USD (1 USD = 10^15): a token at nano-USD per million is a whole number of them. */
export interface Charge {
  meter: Meter;
  /** Tokens, searches or calls; null for an adjustment. */
  quantity: bigint | null;
  listUnitFemtos: bigint | null;
  unitFemtos: bigint | null;
  listFemtos: bigint;
  costFemtos: bigint;
}

export const femtosPerNano = 1_000_000n;

/** Usage of one key in one period, as the rollup has it. */
export interface Metered {
  tokens: Tokens;
  webSearches: bigint;
  requests: bigint;
  costNanos: bigint;
}

/**
 * Usage as charges whose quantity times unit price is their cost exactly, which FOCUS demands, and one adjustment that makes
 * their sum the metered cost to the nano-dollar: calls round up one by one, prices have tiers by the size of a call and may
 * change within the period. Without a price everything is the adjustment. The tier is that of the mean call.
 */
export function chargesOf(metered: Metered, prices: { list: Price | null; contracted: Price | null }): Charge[] {
  const charges: Charge[] = [];
  const quantities = quantitiesOf(metered);
  const rates = prices.contracted ? unitsOf(prices.contracted, metered) : null;
  const listRates = prices.list ? unitsOf(prices.list, metered) : rates;
  if (rates) {
    for (const meter of [...tokenBuckets, "webSearch", "request"] as const) {
      const quantity = quantities[meter];
      const unitFemtos = rates[meter];
      const isFree = meter === "request" && unitFemtos === 0n;
      if (quantity === 0n || isFree) continue;
      const listUnitFemtos = listRates?.[meter] ?? unitFemtos;
      const listFemtos = quantity * listUnitFemtos;
      charges.push({ meter, quantity, unitFemtos, listUnitFemtos, listFemtos, costFemtos: quantity * unitFemtos });
    }
  }
  const left = metered.costNanos * femtosPerNano - charges.reduce((sum, { costFemtos }) => sum + costFemtos, 0n);
  if (left !== 0n) {
    const none = { quantity: null, unitFemtos: null, listUnitFemtos: null };
    charges.push({ meter: "adjustment", ...none, listFemtos: left, costFemtos: left });
  }
  return charges;
}

type Units = Record<Exclude<Meter, "adjustment">, bigint>;

function quantitiesOf({ tokens, webSearches, requests }: Metered): Units {
  const counts = Object.fromEntries(tokenBuckets.map((bucket) => [bucket, BigInt(tokens[bucket])])) as Record<
    TokenBucket,
    bigint
  >;
  return { ...counts, webSearch: webSearches, request: requests };
}

/** Nano-USD per million tokens are femto-USD per token; fees are nano-USD each. */
function unitsOf(price: Price, { tokens, requests }: Metered): Units {
  const mean = requests === 0n ? 0 : inputTokensOf(tokens) / Number(requests);
  const { rates } = tierFor(price, mean);
  return { ...rates, webSearch: price.webSearchNanos * femtosPerNano, request: price.requestNanos * femtosPerNano };
}

/** An exact decimal numeral in US dollars: "0.0000025". */
export function femtosText(femtos: bigint): string {
  const sign = femtos < 0n ? "-" : "";
  const abs = femtos < 0n ? -femtos : femtos;
  const one = 10n ** 15n;
  const fraction = (abs % one).toString().padStart(15, "0").replace(/0+$/, "");
  return `${sign}${abs / one}${fraction === "" ? "" : `.${fraction}`}`;
}
