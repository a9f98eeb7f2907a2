import { z } from "zod";
import { Count, idOf, Nanos, SmallCount } from "./scalars.ts";

/** Disjoint buckets: `input` excludes cache reads, `output` excludes reasoning. */
export const Tokens = z.object({ input: Count, cacheRead: Count, output: Count, reasoning: Count });
export type Tokens = z.infer<typeof Tokens>;

/**
 * One attempt at one upstream, or money that a crash left unexplained (`unaccounted`, no tokens). Immutable; delivered
 * at least once; (box, bootId, seq) is its key.
 */
export const UsageEvent = z.object({
  bootId: z.uuid(),
  seq: Count,
  /** Until the year 9999: later times have no ISO form that Postgres reads. */
  occurredAtMs: z.int().min(0).max(253_402_300_799_999),
  kind: z.enum(["call", "unaccounted"]),
  connectionId: idOf("prv"),
  /** The alias the caller used, or the model name when it named one. */
  route: z.string().max(128),
  model: z.string().max(128),
  /** Name of the local key. */
  caller: z.string().max(64),
  status: z.enum(["ok", "upstream_error", "cancelled", "interrupted"]),
  tokens: Tokens,
  costNanos: Nanos,
  /** The upstream did not say what it used: the hold was charged. */
  isEstimated: z.boolean(),
  priceHash: z.string().max(64),
  latencyMs: SmallCount,
  firstTokenMs: SmallCount.nullable(),
  /** One per budget the call fell under. `nanos` = costNanos each. Empty when no budget covers the call. */
  charges: z.array(z.object({ leaseId: idOf("lse"), nanos: Nanos })).max(16),
});
export type UsageEvent = z.infer<typeof UsageEvent>;

export const maxEventsPerBatch = 1000;

/** `POST /api/box/v1/usage`, gzip JSON. All or nothing; repeats are counted and change nothing. */
export const UsageBatch = z.object({ events: z.array(UsageEvent).min(1).max(maxEventsPerBatch) });
export type UsageBatch = z.infer<typeof UsageBatch>;

export const UsageAnswer = z.object({ accepted: Count, duplicates: Count });
export type UsageAnswer = z.infer<typeof UsageAnswer>;
