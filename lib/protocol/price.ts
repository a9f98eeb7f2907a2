import { z } from "zod";
import { Count, Nanos } from "./scalars.ts";

/** Nano-USD per one million tokens of each bucket. */
export const Rates = z.object({
  input: Nanos,
  cacheRead: Nanos,
  cacheWrite5m: Nanos,
  cacheWrite1h: Nanos,
  audioInput: Nanos,
  output: Nanos,
  reasoning: Nanos,
  audioOutput: Nanos,
  imageOutput: Nanos,
});
export type Rates = z.infer<typeof Rates>;

/** The rates of a whole request whose input (all input buckets together) exceeds `aboveInputTokens`. */
export const PriceTier = z.object({ aboveInputTokens: Count, rates: Rates });
export type PriceTier = z.infer<typeof PriceTier>;

export const Price = z.object({
  /** SHA-256 of the canonical JSON of the rest; stands on every usage event priced with it. */
  hash: z.string().length(64),
  /** The first row has 0; rows ascend. */
  tiers: z.array(PriceTier).min(1).max(8),
  /** Charged once per request. */
  requestNanos: Nanos,
  /** Charged per web search that the provider ran for the request. */
  webSearchNanos: Nanos,
});
export type Price = z.infer<typeof Price>;

/** Minutes of the UTC day, `[startMinute, endMinute)`; wraps over midnight when the end is not after the start. */
export const DailyWindow = z.object({ startMinute: z.int().min(0).max(1439), endMinute: z.int().min(0).max(1440) });
export type DailyWindow = z.infer<typeof DailyWindow>;

/** A price and when it is in force: from `fromMs` on (milliseconds since 1970), every day or in a part of the day. */
export const PricePoint = z.object({ fromMs: z.int().min(0), daily: DailyWindow.nullable(), price: Price });
export type PricePoint = z.infer<typeof PricePoint>;

/** Where a model is offered; the last point that is in force counts. Empty: the price is not known. */
export const PriceSchedule = z.array(PricePoint).max(32);
export type PriceSchedule = z.infer<typeof PriceSchedule>;
