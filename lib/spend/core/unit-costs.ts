import type { Rates } from "../../protocol/price.ts";
import { inputBuckets, outputBuckets, type TokenBucket } from "../../protocol/token-buckets.ts";
import type { Tokens } from "../../protocol/usage.ts";
import { divideRounded } from "./round.ts";

/** Tokens of one model at one provider, and what a million of each costs there now; null where the price is not known. */
export interface PricedUse {
  tokens: Tokens;
  rates: Rates | null;
}

interface UnitPriceFigure {
  tokens: number;
  nanosPerMillion: bigint | null;
}

const million = 1_000_000n;
const promptBuckets = inputBuckets.filter((bucket) => bucket !== "cacheRead");

/** Cost ÷ tokens × 10⁶, nano-USD, rounded once, half to even; null without tokens (B2, unit costs). */
export function blendedPrice(costNanos: bigint, tokens: bigint): UnitPriceFigure {
  return {
    tokens: Number(tokens),
    nanosPerMillion: tokens === 0n ? null : divideRounded(costNanos * million, tokens),
  };
}

/**
 * What a million tokens of a class cost at the prices in force now, weighted by what was used: calls store their cost as a
 * whole, so the class's part is re-priced at its own rate (the first tier). `input` is the prompt but for what was read
 * from a provider's cache, `cached` that, `output` all that was produced. Null where no such tokens have a known price.
 */
export function classPrices(uses: readonly PricedUse[]): Record<"input" | "cached" | "output", UnitPriceFigure> {
  return {
    input: classPrice(uses, promptBuckets),
    cached: classPrice(uses, ["cacheRead"]),
    output: classPrice(uses, outputBuckets),
  };
}

function classPrice(uses: readonly PricedUse[], buckets: readonly TokenBucket[]): UnitPriceFigure {
  const sum = { tokens: 0, priced: 0n, scaledNanos: 0n };
  for (const { tokens, rates } of uses) {
    for (const bucket of buckets) {
      sum.tokens += tokens[bucket];
      if (!rates) continue;
      sum.priced += BigInt(tokens[bucket]);
      sum.scaledNanos += BigInt(tokens[bucket]) * rates[bucket];
    }
  }
  return {
    tokens: sum.tokens,
    nanosPerMillion: sum.priced === 0n ? null : divideRounded(sum.scaledNanos, sum.priced),
  };
}

/** Tokens read from a provider's cache ÷ all tokens of prompts, 0 to 1; null without prompts. */
export function cacheHitShare(uses: readonly PricedUse[]): number | null {
  let [read, prompt] = [0, 0];
  for (const { tokens } of uses) {
    read += tokens.cacheRead;
    for (const bucket of inputBuckets) prompt += tokens[bucket];
  }
  return prompt === 0 ? null : read / prompt;
}

/**
 * What the providers' caches saved, nano-USD: tokens read from them at the input rate, less at their own, by the prices in
 * force now; rounded once. Nothing where the price is not known, and never below zero: what writing into a cache costs
 * more is in the cost itself.
 */
export function cacheSavedNanos(uses: readonly PricedUse[]): bigint {
  const scaled = uses.reduce(
    (sum, { tokens, rates }) => (rates ? sum + BigInt(tokens.cacheRead) * (rates.input - rates.cacheRead) : sum),
    0n,
  );
  return scaled > 0n ? divideRounded(scaled, million) : 0n;
}
