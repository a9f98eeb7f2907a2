import { ceilDiv, maxNanos } from "../money.ts";
import type { Price, PricePoint, PriceSchedule, PriceTier, Rates } from "../protocol/price.ts";
import { inputBuckets, outputBuckets, type TokenBucket, tokenBuckets } from "../protocol/token-buckets.ts";
import type { Tokens } from "../protocol/usage.ts";

const MILLION = 1_000_000n;
const dayMs = 86_400_000;

/** The tier for a whole request: the last one whose threshold the input (all its buckets) exceeds. */
export function tierFor(price: Price, inputTokens: number): PriceTier {
  const tier = price.tiers.findLast((row) => inputTokens > row.aboveInputTokens) ?? price.tiers[0];
  if (!tier) throw new Error("a price has at least one tier");
  return tier;
}

/** Tokens of the prompt, all input buckets together. */
export function inputTokensOf(tokens: Tokens): number {
  return inputBuckets.reduce((sum, bucket) => sum + tokens[bucket], 0);
}

/** Tokens the model produced, all output buckets together. */
export function outputTokensOf(tokens: Tokens): number {
  return outputBuckets.reduce((sum, bucket) => sum + tokens[bucket], 0);
}

/** Cost in nano-USD of one answered call, rounded up once over the sum. */
export function costNanos(price: Price, tokens: Tokens, webSearches = 0): bigint {
  const { rates } = tierFor(price, inputTokensOf(tokens));
  const perMillion = tokenBuckets.reduce((sum, bucket) => sum + BigInt(tokens[bucket]) * rates[bucket], 0n);
  return ceilDiv(perMillion, MILLION) + price.requestNanos + BigInt(webSearches) * price.webSearchNanos;
}

/** How much a call can use: bounds, not guesses. */
export type UsageBound = { inputTokens: number; outputTokens: number; webSearches: number };

/**
 * The most a call within `bound` can cost: the dearest tier that the bound can reach, every token in its side's dearest
 * bucket, leaving out buckets that this call cannot use. Never below `costNanos` of any such call.
 */
export function upperBoundNanos(
  price: Price,
  { inputTokens, outputTokens, webSearches }: UsageBound,
  impossible: ReadonlySet<TokenBucket> = new Set(),
): bigint {
  const dearest = (rates: Rates, buckets: readonly TokenBucket[]) =>
    buckets.reduce((most, bucket) => (impossible.has(bucket) ? most : maxNanos(most, rates[bucket])), 0n);
  let worst = 0n;
  for (const [index, { aboveInputTokens, rates }] of price.tiers.entries()) {
    if (index > 0 && inputTokens <= aboveInputTokens) continue;
    const sum =
      BigInt(inputTokens) * dearest(rates, inputBuckets) + BigInt(outputTokens) * dearest(rates, outputBuckets);
    worst = maxNanos(worst, ceilDiv(sum, MILLION));
  }
  return worst + price.requestNanos + BigInt(webSearches) * price.webSearchNanos;
}

/** The price in force at a moment: the last point of the schedule that has begun and whose part of the day it is. */
export function priceAt(schedule: PriceSchedule, atMs: number): Price | null {
  return schedule.findLast((point) => isInForce(point, atMs))?.price ?? null;
}

/**
 * Every price that can be in force between two moments; a call is bounded by the dearest of them, because a provider
 * may bill by when the call ended.
 */
export function pricesBetween(schedule: PriceSchedule, startMs: number, endMs: number): Price[] {
  const moments = schedule.flatMap(({ fromMs, daily }) => {
    if (!daily) return [fromMs];
    const midnight = startMs - (startMs % dayMs);
    return [
      fromMs,
      ...[0, dayMs].flatMap((day) => [daily.startMinute, daily.endMinute].map((m) => midnight + day + m * 60_000)),
    ];
  });
  const looked = [startMs, ...moments.filter((moment) => moment > startMs && moment <= endMs)];
  return [...new Set(looked.map((moment) => priceAt(schedule, moment)))].filter((price) => price !== null);
}

function isInForce({ fromMs, daily }: PricePoint, atMs: number): boolean {
  if (atMs < fromMs) return false;
  if (!daily) return true;
  const minute = Math.floor((atMs % dayMs) / 60_000);
  const { startMinute, endMinute } = daily;
  return startMinute < endMinute
    ? minute >= startMinute && minute < endMinute
    : minute >= startMinute || minute < endMinute;
}
