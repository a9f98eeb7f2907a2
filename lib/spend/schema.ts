import { z } from "zod";
import { ChannelKind } from "../protocol/provider-kind.ts";
import { Count, idOf, Nanos } from "../protocol/scalars.ts";
import { Tokens } from "../protocol/usage.ts";
import {
  autoGranularity,
  comparisons,
  granularities,
  isSpendDay,
  isZone,
  maxListChars,
  maxListed,
  maxNameChars,
  maxZoneChars,
  spendGroups,
  spendRanges,
  splitList,
  windowFault,
} from "./choices.ts";

export const SpendRange = z.enum(spendRanges);
export type SpendRange = z.infer<typeof SpendRange>;

export const SpendGroup = z.enum(spendGroups);
export type SpendGroup = z.infer<typeof SpendGroup>;

export const Granularity = z.enum(granularities);
export type Granularity = z.infer<typeof Granularity>;

/** Keys that an answer names, and how many of them come with a point per bucket; what is left is summed. */
export const maxSeries = 1000;
export const maxDrawn = 50;
export const maxPairs = 5000;

/** "a,b,c" (splitList). */
const list = <Item extends z.ZodType<string, string>>(item: Item) =>
  z.string().max(maxListChars).transform(splitList).pipe(z.array(item).min(1).max(maxListed));
const name = z.string().max(maxNameChars);

/** Days are of the query's zone, both included. */
const Day = z.iso.date("a day, for example 2026-11-23").refine(isSpendDay, "a day from 2000-01-01 to 2099-12-31");

/** An IANA zone that this runtime knows, for example Asia/Shanghai. */
export const Zone = z.string().max(maxZoneChars).refine(isZone, "an IANA time zone, for example UTC or Asia/Shanghai");

/** What of the spend counts; a key that is left out leaves nothing out. Ids of others find nothing. */
export const SpendFilter = z.object({
  provider: list(idOf("prv")).optional(),
  channel: list(ChannelKind).optional(),
  model: list(name).optional(),
  box: list(idOf("box")).optional(),
  /** A tag: every box that carries it. */
  tag: list(name).optional(),
  agent: list(name).optional(),
  caller: list(name).optional(),
});
export type SpendFilter = z.output<typeof SpendFilter>;

/** The moment in time that a query is about. */
export const SpendWindow = z.object({
  range: SpendRange.default("30d"),
  from: Day.optional(),
  to: Day.optional(),
  /** Left out: the organization's. */
  zone: Zone.optional(),
});
export type SpendWindow = z.output<typeof SpendWindow>;

/** Everything that a picture of spend depends on; pages keep it in their address, `GET /api/v1/spend` takes the same. */
export const SpendQuery = z
  .object({
    ...SpendWindow.shape,
    ...SpendFilter.shape,
    granularity: z.enum(autoGranularity).default("auto"),
    /** One or two of spendGroups, the first is what charts stack: "model" or "model,box". */
    groupBy: list(SpendGroup)
      .refine(
        (by) => by.length <= 2 && new Set(by).size === by.length,
        `one or two different of ${spendGroups.join(", ")}`,
      )
      .default(["model"]),
    compare: z.enum(comparisons).default("none"),
  })
  .superRefine((query, issues) => {
    const fault = windowFault(query);
    if (fault) issues.addIssue({ code: "custom", path: [fault.name], message: fault.reason });
  });
export type SpendQuery = z.output<typeof SpendQuery>;

const Measured = z.object({ costNanos: Nanos, requests: Count, errors: Count });

export const SpendSeries = Measured.extend({
  /** Stable identity (an id or a name; empty: not known, such as calls of no agent). Its colour hangs on it. */
  key: z.string(),
  /** What people call it; empty where the key is. */
  label: z.string(),
  /** In the period before, of the same length; null when nobody asked. */
  previousNanos: Nanos.nullable(),
  /** One per bucket of `buckets`, null where nothing can be known; null for all but the maxDrawn largest. */
  points: z.array(Nanos.nullable()).nullable(),
});
export type SpendSeries = z.infer<typeof SpendSeries>;

/** One cell of the pivot: a key of the first group and one of the second. */
export const SpendPair = z.object({
  key: z.string(),
  inner: z.string(),
  innerLabel: z.string(),
  costNanos: Nanos,
  requests: Count,
});
export type SpendPair = z.infer<typeof SpendPair>;

/** What is not named, summed: how many keys, and the same measures. */
export const SpendRest = Measured.extend({ count: Count, previousNanos: Nanos.nullable() });

export const SpendView = Measured.extend({
  tokens: Tokens,
  granularity: Granularity,
  timezone: z.string(),
  /** Moments: the first one and the first that is not included any more. */
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  /** Of `compare: previous`. */
  previousStartsAt: z.iso.datetime().nullable(),
  previousNanos: Nanos.nullable(),
  /** Starts of the buckets, oldest first. */
  buckets: z.array(z.iso.datetime()),
  /** The range begins in the middle of the first bucket. */
  isFirstPartial: z.boolean(),
  /** The last bucket is still filling, or the range ends in the middle of it. */
  isLastPartial: z.boolean(),
  /** Largest first, at most maxSeries; with `rest` they sum to the totals exactly. */
  series: z.array(SpendSeries),
  rest: SpendRest.nullable(),
  /** By bucket, what has no points of its own: together with the drawn series it sums to the total. Null: nothing. */
  restPoints: z.array(Nanos.nullable()).nullable(),
  /** Only with two groups, largest first; `isCut` when there are more than maxPairs. */
  pairs: z.array(SpendPair),
  isCut: z.boolean(),
  /** When the newest usage of this organization arrived. */
  dataThrough: z.iso.datetime().nullable(),
});
export type SpendView = z.infer<typeof SpendView>;
