import { z } from "zod";
import { Nanos } from "../protocol/scalars.ts";
import { anomalyDimensions, anomalyGrains, anomalyStates } from "./anomaly-choices.ts";
import { severities } from "./core/anomaly.ts";

export const AnomalyDimension = z.enum(anomalyDimensions);
export type AnomalyDimension = z.infer<typeof AnomalyDimension>;

export const AnomalyState = z.enum(anomalyStates);
export type AnomalyState = z.infer<typeof AnomalyState>;

export const Anomaly = z.object({
  id: z.string(),
  dimension: AnomalyDimension,
  key: z.string(),
  label: z.string(),
  /** `hour`: seen while it ran; the amounts are those of the worst hour of the day. */
  grain: z.enum(anomalyGrains),
  day: z.iso.date(),
  actualNanos: Nanos,
  expectedNanos: Nanos,
  /** Robust deviations above what is usual, at most 99. */
  z: z.number(),
  severity: z.enum(severities),
  state: AnomalyState,
  note: z.string(),
  createdAt: z.iso.datetime(),
  changedAt: z.iso.datetime(),
  /** Who did; null when it was resolved by itself, or when nothing changed yet. */
  changedBy: z.string().nullable(),
});
export type Anomaly = z.infer<typeof Anomaly>;

export const AnomalyQuery = z.object({ state: AnomalyState.optional(), dimension: AnomalyDimension.optional() });
/** Newest day first, then the largest excess; at most maxAnomalies, `isCut` when there are more. */
export const AnomalyList = z.object({ items: z.array(Anomaly), isCut: z.boolean() });
export type AnomalyList = z.infer<typeof AnomalyList>;

/** `PATCH /api/v1/spend/anomalies/{id}`: dismissed, or open again, and why. */
export const ChangeAnomaly = z.object({
  state: z.enum(["open", "dismissed"]),
  note: z.string().trim().max(500).default(""),
});
export type ChangeAnomaly = z.output<typeof ChangeAnomaly>;
