import { z } from "zod";
import { Count, Nanos } from "../protocol/scalars.ts";
import { Tokens } from "../protocol/usage.ts";

export const spendRanges = ["24h", "7d", "30d", "90d"] as const;
export const SpendRange = z.enum(spendRanges);
export type SpendRange = z.infer<typeof SpendRange>;

export const spendGroups = ["model", "provider", "box", "caller"] as const;
export const SpendGroup = z.enum(spendGroups);
export type SpendGroup = z.infer<typeof SpendGroup>;

/** `GET /api/v1/spend` */
export const SpendQuery = z.object({ range: SpendRange.default("24h"), groupBy: SpendGroup.default("model") });
export type SpendQuery = z.infer<typeof SpendQuery>;

export const SpendSeries = z.object({
  /** Stable identity (an id or a model name): its colour hangs on it. */
  key: z.string(),
  label: z.string(),
  costNanos: Nanos,
  requests: Count,
  /** One per bucket of `buckets`. */
  points: z.array(Nanos),
});

export const SpendView = z.object({
  granularity: z.enum(["hour", "day"]),
  timezone: z.string(),
  /** Starts of the buckets, oldest first; the last one is still filling. */
  buckets: z.array(z.iso.datetime()),
  /** Largest first; they sum to the totals exactly. */
  series: z.array(SpendSeries),
  costNanos: Nanos,
  requests: Count,
  errors: Count,
  tokens: Tokens,
  /** When the newest usage of this organization arrived. */
  dataThrough: z.iso.datetime().nullable(),
});
export type SpendView = z.infer<typeof SpendView>;
