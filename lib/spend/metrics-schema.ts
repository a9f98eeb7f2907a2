import { z } from "zod";
import { Count, Nanos } from "../protocol/scalars.ts";
import { SpendGroup, Zone } from "./schema.ts";

/** A difference of amounts: may be below zero. */
export const SignedNanos = z
  .string()
  .regex(/^-?\d{1,18}$/, "a decimal string of nano-USD")
  .transform((text) => BigInt(text));
const IsoDay = z.iso.date();

/** Why a figure is not there; pages say it in words. */
export const missingReasons = [
  /** Fewer complete days than the figure needs. */
  "not_enough_data",
  /** The interval of the fit includes "no change". */
  "no_trend",
  /** What it would be divided by is zero. */
  "nothing_to_divide_by",
] as const;
export const MissingReason = z.enum(missingReasons);
export type MissingReason = z.infer<typeof MissingReason>;

/** All metrics are about complete days of the zone; the last one is `asOf`. */
export const MetricsQuery = z.object({ zone: Zone.optional() });
export const GroupedMetricsQuery = MetricsQuery.extend({ groupBy: SpendGroup.default("provider") });

export const RunRate = z.object({
  /** 13 × the last 28 complete days, or 365/7 × 7 days when `isEarly`; null under 7 complete days. */
  nanos: Nanos.nullable(),
  isEarly: z.boolean(),
  /** 365/7 × the last 7 complete days; null under 7. */
  fastNanos: Nanos.nullable(),
  /** The same figure 28 days before; null where there is none. */
  beforeNanos: Nanos.nullable(),
  /** (now − before) ÷ before. */
  growth: z.number().nullable(),
  completeDays: Count,
});
export type RunRate = z.infer<typeof RunRate>;

/** Doubling (growing) or halving (shrinking) time in days with its 95 % interval. */
export const GrowthTime = z.discriminatedUnion("kind", [
  z.object({ kind: z.enum(["doubling", "halving"]), days: z.number(), lowDays: z.number(), highDays: z.number() }),
  z.object({ kind: z.literal("none"), reason: MissingReason }),
]);
export type GrowthTime = z.infer<typeof GrowthTime>;

export const MonthForecast = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("forecast"), nanos: Nanos, lowNanos: Nanos, highNanos: Nanos }),
  z.object({ kind: z.literal("none"), reason: MissingReason }),
]);
export type MonthForecast = z.infer<typeof MonthForecast>;

/** `GET /api/v1/spend/headline` */
export const SpendHeadline = z.object({
  timezone: z.string(),
  /** The last complete day; null when there is none with spend before today. */
  asOf: IsoDay.nullable(),
  dataThrough: z.iso.datetime().nullable(),
  runRate: RunRate,
  /** Run-rate of each of the last 84 days, oldest first; null where there was no full window. */
  runRates: z.array(z.object({ day: IsoDay, nanos: Nanos.nullable(), fastNanos: Nanos.nullable() })),
  growthTime: GrowthTime,
  todayNanos: Nanos,
  month: z.object({
    startsOn: IsoDay,
    endsOn: IsoDay,
    /** Until now, today included. */
    spentNanos: Nanos,
    /** The organization-wide monthly budget, if there is exactly one without any narrower scope. */
    capNanos: Nanos.nullable(),
    /** Month to date ÷ (cap × elapsed share, weighted by weekday): 1 is on pace. */
    pace: z.number().nullable(),
    /** Remaining ÷ mean of the last 7 complete days; null without a cap or without spend. */
    daysToExhaustion: z.number().nullable(),
    forecast: MonthForecast,
    /** Cumulative by day: actual until today, then the forecast with its 80 % band. */
    points: z.array(
      z.object({
        day: IsoDay,
        actualNanos: Nanos.nullable(),
        forecastNanos: Nanos.nullable(),
        lowNanos: Nanos.nullable(),
        highNanos: Nanos.nullable(),
      }),
    ),
  }),
  /** What the boxes themselves cost a month; null when nobody said. Times 12 it can be added to the run-rate. */
  subscriptionMonthlyNanos: Nanos.nullable(),
  /** Same-box spend retention: cost in the last 28 days of boxes that spent in the 28 before, ÷ their cost then. */
  retention: z.number().nullable(),
  retentionReason: MissingReason.nullable(),
});
export type SpendHeadline = z.infer<typeof SpendHeadline>;

export const movementKinds = ["new", "reactivation", "expansion", "contraction", "churn", "unchanged"] as const;
export const MovementKind = z.enum(movementKinds);
export type MovementKind = z.infer<typeof MovementKind>;

/** Annualised (× 13): before + delta = now, to the nano-dollar. */
export const Movement = z.object({
  key: z.string(),
  label: z.string(),
  kind: MovementKind,
  beforeNanos: Nanos,
  nowNanos: Nanos,
  deltaNanos: SignedNanos,
  /** Of expansion and contraction only; the three sum to the delta. Zero for the other kinds. */
  volumeNanos: SignedNanos,
  priceNanos: SignedNanos,
  mixNanos: SignedNanos,
});
export type Movement = z.infer<typeof Movement>;

/** `GET /api/v1/spend/movements`: run-rate at asOf − 28 days, what moved, run-rate at asOf. */
export const SpendMovements = z.object({
  timezone: z.string(),
  asOf: IsoDay.nullable(),
  groupBy: SpendGroup,
  beforeNanos: Nanos,
  nowNanos: Nanos,
  /** before + these = now. */
  sums: z.object({
    new: SignedNanos,
    reactivation: SignedNanos,
    expansion: SignedNanos,
    contraction: SignedNanos,
    churn: SignedNanos,
  }),
  /** min(gained by some, lost by others): what may have moved between them; no causal claim. */
  matchedNanos: Nanos,
  /** Largest change first; at most 200, `isCut` when there are more. The sums are over all. */
  items: z.array(Movement),
  isCut: z.boolean(),
  concentration: z
    .object({
      /** Herfindahl-Hirschman index of the shares now, 0 to 1. */
      index: z.number(),
      largestKey: z.string(),
      largestLabel: z.string(),
      largestShare: z.number(),
    })
    .nullable(),
  reason: MissingReason.nullable(),
});
export type SpendMovements = z.infer<typeof SpendMovements>;

/** `GET /api/v1/spend/channels`: shares by day over 182 days, each day the sum of the 28 up to it. */
export const SpendChannels = z.object({
  timezone: z.string(),
  days: z.array(IsoDay),
  series: z.array(z.object({ key: z.string(), label: z.string(), points: z.array(Nanos.nullable()) })),
  /** `over` has been above `under` for 7 days in a row since `day`. */
  crossovers: z.array(z.object({ day: IsoDay, over: z.string(), under: z.string() })),
  /** Where two fits over the last 56 days meet, at most 180 days ahead, with the 80 % interval of a residual bootstrap. */
  ahead: z.array(z.object({ over: z.string(), under: z.string(), day: IsoDay, lowDay: IsoDay, highDay: IsoDay })),
});
export type SpendChannels = z.infer<typeof SpendChannels>;
/** `groupBy` here is `channel` (direct, cloud, middleware, local) or `provider`. */
export const ChannelsQuery = MetricsQuery.extend({ groupBy: z.enum(["channel", "provider"]).default("channel") });

const UnitPrice = z.object({ tokens: Count, nanosPerMillion: Nanos.nullable() });
export const Percentiles = z.object({ p50: z.number(), p95: z.number(), count: Count }).nullable();

/** `GET /api/v1/spend/units`: over the last 28 complete days. */
export const SpendUnits = z.object({
  timezone: z.string(),
  asOf: IsoDay.nullable(),
  /** Cost ÷ all tokens. */
  blended: UnitPrice,
  /** At the prices in force, re-priced by token class: what a million of each cost. Null without such tokens. */
  input: UnitPrice,
  cached: UnitPrice,
  output: UnitPrice,
  /** Tokens read from a provider's cache ÷ all prompt tokens. */
  cacheHitShare: z.number().nullable(),
  /** What cache reads would have cost at the input rate, less what they did. */
  cacheSavedNanos: Nanos,
  /** What answers from the boxes' own caches would have cost. */
  boxCacheSavedNanos: Nanos,
  /** An agent run, by the id the caller named; a run over midnight counts on both days. */
  runs: z.object({ count: Count, okCount: Count, costNanos: Nanos, costUsd: Percentiles }),
  latencyMs: Percentiles,
  firstTokenMs: Percentiles,
  requests: Count,
  errors: Count,
  /** By provider and model, most errors first; at most 50. */
  targets: z.array(
    z.object({
      connectionId: z.string(),
      connectionName: z.string(),
      model: z.string(),
      requests: Count,
      errors: Count,
      costNanos: Nanos,
      latencyMs: Percentiles,
    }),
  ),
});
export type SpendUnits = z.infer<typeof SpendUnits>;

/** `PUT /api/v1/spend/subscription`: what the boxes themselves cost a month; null takes it back. */
export const Subscription = z.object({ monthlyNanos: Nanos.nullable() });
export type Subscription = z.output<typeof Subscription>;
