import { ceilDiv } from "../../money.ts";
import { inputTokensOf, tierFor } from "../../prices/cost.ts";
import { discounted } from "../../prices/stored-model.ts";
import type { Price, PriceSchedule } from "../../protocol/price.ts";
import { tokenBuckets } from "../../protocol/token-buckets.ts";
import type { Tokens } from "../../protocol/usage.ts";

/** What was used of one model over some days, summed. */
export type Usage = { requests: number; errors: number; tokens: Tokens; webSearches: number };

const minutesOfDay = 1440n;

/**
 * What usage would have cost at one price, in nano-USD: Σ tokens × rate ÷ 10^6, rounded up once, and the fees. The tier is
 * that of the average request, because sums do not know each one. Calls that failed pay no fee per request. At the price the
 * calls had, with one tier, it is at most the true cost and less than one nano-dollar per call below it: each call is
 * rounded up by itself, the sum only once.
 */
export function costAt(price: Price, { requests, errors, tokens, webSearches }: Usage): bigint {
  const answered = Math.max(0, requests - errors);
  const { rates } = tierFor(price, inputTokensOf(tokens) / Math.max(1, answered));
  const perMillion = tokenBuckets.reduce((sum, bucket) => sum + BigInt(tokens[bucket]) * rates[bucket], 0n);
  const fees = BigInt(answered) * price.requestNanos + BigInt(webSearches) * price.webSearchNanos;
  return ceilDiv(perMillion, 1_000_000n) + fees;
}

/** A price and the minutes of the UTC day for which it is in force. */
type Share = { price: Price; minutes: number };

/**
 * What is in force on a day from a moment on: one price, or several where the time of day matters, 1,440 minutes together.
 * Empty when there is none. A price that begins later on does not count.
 */
export function pricesOfDay(schedule: PriceSchedule, nowMs: number): Share[] {
  const begun = schedule.filter(({ fromMs }) => fromMs <= nowMs);
  const edges = begun.flatMap(({ daily }) => (daily ? [daily.startMinute, daily.endMinute] : []));
  const starts = [...new Set([0, ...edges.filter((minute) => minute < 1440)])].toSorted((a, b) => a - b);
  const shares: Share[] = [];
  for (const [index, minute] of starts.entries()) {
    const minutes = (starts[index + 1] ?? 1440) - minute;
    const point = begun.findLast(({ daily }) => isIn(daily, minute));
    if (!point) return [];
    const known = shares.find(({ price }) => price === point.price);
    if (known) known.minutes += minutes;
    else shares.push({ price: point.price, minutes });
  }
  return shares;
}

function isIn(daily: PriceSchedule[number]["daily"], minute: number): boolean {
  if (!daily) return true;
  const { startMinute, endMinute } = daily;
  return startMinute < endMinute
    ? minute >= startMinute && minute < endMinute
    : minute >= startMinute || minute < endMinute;
}

/** No hash: nothing is billed by it. */
const unhashed = (price: Omit<Price, "hash">): Price => ({ hash: "", ...price });

/**
 * What usage would cost at a list price less a discount, in nano-USD; null when no price is in force. Where the price depends
 * on the time of day the usage counts as spread evenly over it, since sums by day do not say when.
 */
export function reprice(usage: Usage, list: PriceSchedule, basisPoints: number, nowMs: number): bigint | null {
  const shares = pricesOfDay(list, nowMs);
  if (shares.length === 0) return null;
  const weighted = shares.reduce(
    (sum, { price, minutes }) => sum + costAt(discounted(price, basisPoints, unhashed), usage) * BigInt(minutes),
    0n,
  );
  return ceilDiv(weighted, minutesOfDay);
}

/** An amount of some days as one of a month of 365.25 ÷ 12 = 30.4375 days, rounded towards zero. */
export function perMonth(nanos: bigint, days: number): bigint {
  return days <= 0 ? 0n : (nanos * 304_375n) / (BigInt(days) * 10_000n);
}
