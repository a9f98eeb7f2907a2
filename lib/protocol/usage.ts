import { z } from "zod";
import { AgentName } from "./budget.ts";
import { Count, idOf, Nanos, SmallCount } from "./scalars.ts";

/** Tokens of one attempt by disjoint bucket (see tokenBuckets). Buckets younger than the first boxes default to 0. */
export const Tokens = z.object({
  input: Count,
  cacheRead: Count,
  cacheWrite5m: Count.default(0),
  cacheWrite1h: Count.default(0),
  audioInput: Count.default(0),
  output: Count,
  reasoning: Count,
  audioOutput: Count.default(0),
  imageOutput: Count.default(0),
});
export type Tokens = z.infer<typeof Tokens>;

export const noTokens: Tokens = {
  input: 0,
  cacheRead: 0,
  cacheWrite5m: 0,
  cacheWrite1h: 0,
  audioInput: 0,
  output: 0,
  reasoning: 0,
  audioOutput: 0,
  imageOutput: 0,
};

/** The API a caller spoke. `try` is the console's *Try it*. */
export const surfaces = ["chat", "responses", "embeddings", "messages", "try"] as const;
export const Surface = z.enum(surfaces);
export type Surface = z.infer<typeof Surface>;

/** Why this attempt was made: the decision's first choice, the same target again, the next one, or one beside the first. */
export const attemptReasons = ["first", "retry", "fallback", "hedge", "last_resort", "cache"] as const;
export const AttemptReason = z.enum(attemptReasons);
export type AttemptReason = z.infer<typeof AttemptReason>;

/** What went wrong with an attempt, as far as falling back is concerned. */
export const errorClasses = [
  "rate_limited",
  "overloaded",
  "timeout",
  "unreachable",
  "context_too_long",
  "content_policy",
  "auth",
  "bad_request",
  "not_found",
  "stream_cut",
  "server_error",
] as const;
export const ErrorClass = z.enum(errorClasses);
export type ErrorClass = z.infer<typeof ErrorClass>;

export const callStatuses = ["ok", "upstream_error", "cancelled", "interrupted"] as const;
export const CallStatus = z.enum(callStatuses);
export type CallStatus = z.infer<typeof CallStatus>;

/** `epoch` is the lease's; 0 stands for that of boxes which did not know of epochs yet. */
export const Charge = z.object({ leaseId: idOf("lse"), epoch: z.int().min(0).default(0), nanos: Nanos });
export type Charge = z.infer<typeof Charge>;
export const maxBudgetsPerCall = 32;

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
  /** The agent whose call it was; empty: none was named. */
  agent: AgentName.or(z.literal("")).default(""),
  status: CallStatus,
  tokens: Tokens,
  /** Searches the provider ran for the call and bills for. */
  webSearches: Count.default(0),
  costNanos: Nanos,
  /** What an answer from the box's cache would have cost upstream. */
  savedNanos: Nanos.default(0n),
  /** The upstream did not say what it used: the hold was charged. */
  isEstimated: z.boolean(),
  priceHash: z.string().max(64),
  latencyMs: SmallCount,
  firstTokenMs: SmallCount.nullable(),
  /**
   * One per hard budget the call fell under. `nanos` = costNanos each; of `unaccounted` at most that, for each lease lacks
   * what its own slice held. Empty when no budget covers the call.
   */
  charges: z.array(Charge).max(maxBudgetsPerCall),
  /** The soft budgets it fell under. */
  counted: z.array(idOf("bud")).max(maxBudgetsPerCall).default([]),
  /** The route decision that all attempts of one call share; it stands in `x-kaihe-request-id`. */
  callId: z.string().max(64).default(""),
  surface: Surface.default("chat"),
  /** 1 for the first attempt of a call. */
  attempt: SmallCount.default(1),
  reason: AttemptReason.default("first"),
  /** HTTP status of the upstream; null when it never answered. */
  httpStatus: z.int().min(100).max(599).nullable().default(null),
  errorClass: ErrorClass.nullable().default(null),
  /** The agent run a caller named in `x-kaihe-run-id`. */
  runId: z.string().max(128).nullable().default(null),
});
export type UsageEvent = z.infer<typeof UsageEvent>;

export const maxEventsPerBatch = 1000;

/**
 * `POST /api/box/v1/usage`, gzip JSON. All or nothing: 422 names the first offending item as `events.3.charges.0.leaseId`
 * and nothing was taken. Repeats are counted and change nothing.
 */
export const UsageBatch = z.object({
  /** The box's idea of the console's time when it sent this; how far it is off corrects the events' times. */
  sentAtMs: z.int().min(0).max(253_402_300_799_999).optional(),
  events: z.array(UsageEvent).min(1).max(maxEventsPerBatch),
});
export type UsageBatch = z.infer<typeof UsageBatch>;

export const UsageAnswer = z.object({ accepted: Count, duplicates: Count });
export type UsageAnswer = z.infer<typeof UsageAnswer>;
