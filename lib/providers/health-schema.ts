import { z } from "zod";
import { Count, SmallCount } from "../protocol/scalars.ts";
import { CallStatus, ErrorClass } from "../protocol/usage.ts";

export const healthRanges = ["1h", "24h", "7d"] as const;
export const HealthRange = z.enum(healthRanges);
export type HealthRange = z.infer<typeof HealthRange>;

/** `GET /api/v1/providers/{id}/health?range=` */
export const HealthQuery = z.object({ range: HealthRange.default("24h") });

const Milliseconds = z.int().min(0).nullable();

export const ModelHealth = z.object({
  model: z.string(),
  attempts: Count,
  /** Attempts that failed; callers who left do not count. */
  errors: Count,
  /** They sum to `errors`; `unknown` is what boxes of an older version did not tell. */
  errorsByClass: z.array(z.object({ errorClass: z.union([ErrorClass, z.literal("unknown")]), count: Count })),
  /** Of the attempts that succeeded; null when none did. */
  latencyP50Ms: Milliseconds,
  latencyP95Ms: Milliseconds,
  /** Of streamed answers; null when there was none. */
  firstTokenP50Ms: Milliseconds,
  firstTokenP95Ms: Milliseconds,
});
export type ModelHealth = z.infer<typeof ModelHealth>;

export const FailedAttempt = z.object({
  key: z.string(),
  occurredAt: z.iso.datetime(),
  boxId: z.string(),
  boxName: z.string(),
  model: z.string(),
  status: CallStatus,
  errorClass: ErrorClass.nullable(),
  httpStatus: SmallCount.nullable(),
});
export type FailedAttempt = z.infer<typeof FailedAttempt>;

export const ProviderHealth = z.object({
  range: HealthRange,
  /** All figures are of the newest 5,000 attempts in the range; true when there were more. */
  isCut: z.boolean(),
  /** Busiest first. */
  models: z.array(ModelHealth),
  /** The newest twenty. */
  failures: z.array(FailedAttempt),
});
export type ProviderHealth = z.infer<typeof ProviderHealth>;
