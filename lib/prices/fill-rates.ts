import type { Rates } from "../protocol/price.ts";
import type { TokenBucket } from "../protocol/token-buckets.ts";

/** What a vendor names; undefined is not named. */
export type KnownRates = Pick<Rates, "input" | "output"> & { [bucket in TokenBucket]?: bigint | undefined };

/**
 * Rates of every bucket from those that a vendor names: what it has no rate for is billed as plain input or output,
 * except one-hour cache writes, which are never cheaper than five-minute ones.
 */
export function fillRates(known: KnownRates): Rates {
  const { input, output } = known;
  const cacheWrite5m = known.cacheWrite5m ?? input;
  return {
    input,
    cacheRead: known.cacheRead ?? input,
    cacheWrite5m,
    cacheWrite1h: known.cacheWrite1h ?? cacheWrite5m,
    audioInput: known.audioInput ?? input,
    output,
    reasoning: known.reasoning ?? output,
    audioOutput: known.audioOutput ?? output,
    imageOutput: known.imageOutput ?? output,
  };
}
