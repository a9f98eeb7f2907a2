import type { DailyWindow, Price, PriceSchedule } from "../protocol/price.ts";
import { type TokenBucket, tokenBuckets } from "../protocol/token-buckets.ts";

/** Tokens, and what is charged beside them. */
export type RateName = TokenBucket | "request" | "webSearch";

/** One rate that differs. Token rates are nano-USD per million, fees nano-USD each; null: not known on that side. */
export type RateChange = { rate: RateName; before: bigint | null; after: bigint | null; change: number | null };

/** What differs from `fromMs` on (0: always has), in a part of the day or all of it, for requests above so much input. */
export type PriceStep = {
  fromMs: number;
  daily: DailyWindow | null;
  aboveInputTokens: number;
  rates: RateChange[];
};

/** Rates that vendors often do not name; billed as plain input or output they are no news of their own. */
const plainOf: Partial<Record<RateName, TokenBucket>> = {
  cacheRead: "input",
  cacheWrite5m: "input",
  cacheWrite1h: "cacheWrite5m",
  audioInput: "input",
  reasoning: "output",
  audioOutput: "output",
  imageOutput: "output",
};

/**
 * How two schedules of one model differ, moment by moment: at each date on which either begins a price, what is in force
 * on one side against what is on the other. A side that is null or empty knows no price.
 */
export function comparePrices(before: PriceSchedule | null, after: PriceSchedule | null): PriceStep[] {
  const [was, is] = [before ?? [], after ?? []];
  const windows = new Map([...was, ...is].map(({ daily }) => [windowKey(daily), daily]));
  return [...windows].flatMap(([key, daily]) => {
    const moments = [...was, ...is].filter((point) => windowKey(point.daily) === key).map(({ fromMs }) => fromMs);
    let last: string | null = null;
    return [...new Set(moments)]
      .toSorted((a, b) => a - b)
      .flatMap((fromMs) => {
        const pair = [inForce(was, key, fromMs), inForce(is, key, fromMs)] as const;
        const pairKey = pair.map((price) => price?.hash ?? "").join();
        // The same against the same as on the date before is no news.
        if (pairKey === last) return [];
        last = pairKey;
        return compareAt(...pair).map((tier) => ({ fromMs, daily, ...tier }));
      });
  });
}

function windowKey(daily: DailyWindow | null): string {
  return daily ? `${daily.startMinute}-${daily.endMinute}` : "";
}

function inForce(schedule: PriceSchedule, key: string, atMs: number): Price | null {
  return schedule.findLast((point) => windowKey(point.daily) === key && point.fromMs <= atMs)?.price ?? null;
}

function compareAt(before: Price | null, after: Price | null): Pick<PriceStep, "aboveInputTokens" | "rates">[] {
  if (before?.hash === after?.hash) return [];
  const tiers = [...(before?.tiers ?? []), ...(after?.tiers ?? [])].map(({ aboveInputTokens }) => aboveInputTokens);
  return [...new Set(tiers)]
    .toSorted((a, b) => a - b)
    .map((aboveInputTokens) => {
      const fees: RateName[] = aboveInputTokens === 0 ? ["request", "webSearch"] : [];
      const names = [...tokenBuckets, ...fees];
      const value = (price: Price | null, name: RateName) => rateOf(price, name, aboveInputTokens);
      const rates = names
        .filter((name) => {
          const plain = plainOf[name];
          const isPlain = (price: Price | null) => plain !== undefined && value(price, name) === value(price, plain);
          return value(before, name) !== value(after, name) && !(isPlain(before) && isPlain(after));
        })
        .map((name) => changeOf(name, value(before, name), value(after, name)))
        .filter(({ rate, before: from, after: to }) => !isFee(rate) || (from ?? 0n) !== (to ?? 0n));
      return { aboveInputTokens, rates };
    })
    .filter(({ rates }) => rates.length > 0);
}

/** A fee of nothing is what everybody charges who names none. */
function isFee(rate: RateName): boolean {
  return rate === "request" || rate === "webSearch";
}

function rateOf(price: Price | null, name: RateName, inputTokens: number): bigint | null {
  if (!price) return null;
  if (name === "request") return price.requestNanos;
  if (name === "webSearch") return price.webSearchNanos;
  return price.tiers.findLast((tier) => tier.aboveInputTokens <= inputTokens)?.rates[name] ?? null;
}

/** `change` is (after − before) ÷ before to four decimals; null where there is nothing to divide by. */
function changeOf(rate: RateName, before: bigint | null, after: bigint | null): RateChange {
  const change = before === null || after === null || before === 0n ? null : ratio(after - before, before);
  return { rate, before, after, change };
}

function ratio(part: bigint, whole: bigint): number {
  return Number((part * 10_000n) / whole) / 10_000;
}
