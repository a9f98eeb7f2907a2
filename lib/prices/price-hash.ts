import "server-only";
import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import { stringifyWire } from "../money.ts";
import type { Price, Rates } from "../protocol/price.ts";

/** The hash names the price on every usage event, so that a cost can always be recomputed. */
export function priceOf(parts: Omit<Price, "hash">): Price {
  return { hash: createHash("sha256").update(canonicalText(parts)).digest("hex"), ...parts };
}

/** RFC 8785, money as decimal strings: equal texts mean equal values, whatever order their members came in. */
export function canonicalText(value: unknown): string {
  return canonicalize(JSON.parse(stringifyWire(value))) ?? "";
}

export type KnownRates = Pick<Rates, "input" | "output"> & Partial<Rates>;

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
