import { z } from "zod";
import { ChannelKind } from "../protocol/provider-kind.ts";
import { Count, idOf, Nanos } from "../protocol/scalars.ts";
import { Tokens } from "../protocol/usage.ts";

/** Presets end now; `custom` needs `from` and `to`. Months, quarters and years begin in the query's zone. */
export const spendRanges = [
  "24h",
  "7d",
  "28d",
  "30d",
  "90d",
  "mtd",
  "last-month",
  "qtd",
  "ytd",
  "12m",
  "custom",
] as const;
export const SpendRange = z.enum(spendRanges);
export type SpendRange = z.infer<typeof SpendRange>;

/** What spend can be split by. `group` is the set of a box's tags, so that no box counts twice. */
export const spendGroups = ["model", "provider", "channel", "box", "group", "agent", "caller"] as const;
export const SpendGroup = z.enum(spendGroups);
export type SpendGroup = z.infer<typeof SpendGroup>;

export const granularities = ["hour", "day", "week", "month"] as const;
export const Granularity = z.enum(granularities);
export type Granularity = z.infer<typeof Granularity>;

/** Days that a range may span, by the finest bucket that was asked for. */
export const maxDays: Record<Granularity, number> = { hour: 14, day: 400, week: 1100, month: 3700 };
/** Keys that an answer names, and how many of them come with a point per bucket; what is left is summed. */
export const maxSeries = 1000;
export const maxDrawn = 50;
export const maxPairs = 5000;

/** "a,b,c": at most 50 values. In an address a comma inside a value is written as %2C twice. */
const list = <Item extends z.ZodType<string, string>>(item: Item) =>
  z
    .string()
    .max(6000)
    .transform((text) => text.split(",").map((part) => part.replaceAll("%2C", ",")))
    .pipe(z.array(item).min(1).max(50));
const name = z.string().max(256);

/** Days are of the query's zone, both included. */
const Day = z.iso
  .date("a day, for example 2026-11-23")
  .refine((day) => day >= "2000-01-01" && day < "2100-01-01", "a day from 2000-01-01 to 2099-12-31");

/** An IANA zone that this runtime knows, for example Asia/Shanghai. */
export const Zone = z.string().max(64).refine(isZone, "an IANA time zone, for example UTC or Asia/Shanghai");

function isZone(zone: string): boolean {
  // Offsets such as +08:00 are zones to Intl and not to Postgres, where their sign means the opposite.
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

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

export const autoGranularity = ["auto", ...granularities] as const;

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
    compare: z.enum(["none", "previous"]).default("none"),
  })
  .superRefine(({ range, from, to, granularity }, issues) => {
    const days = daysOf({ range, from, to });
    if (days === null) {
      issues.addIssue({
        code: "custom",
        path: ["range"],
        message: "custom needs from and to, the first not after the last",
      });
    } else if (days > maxDays[granularity === "auto" ? "month" : granularity]) {
      const most = granularity === "auto" ? "month" : granularity;
      const coarser = granularities.find((one) => maxDays[one] >= days);
      const message = `by ${most} at most ${maxDays[most]} days${coarser ? `; ${days} days go by ${coarser}` : ""}`;
      issues.addIssue({ code: "custom", path: ["granularity"], message });
    }
  });
export type SpendQuery = z.output<typeof SpendQuery>;

/** How many days a window spans at most; null when it is custom and not in order. */
function daysOf({ range, from, to }: Pick<SpendWindow, "range" | "from" | "to">): number | null {
  const presets = {
    "24h": 2,
    "7d": 7,
    "28d": 28,
    "30d": 30,
    "90d": 90,
    mtd: 31,
    "last-month": 31,
    qtd: 92,
    ytd: 366,
    "12m": 366,
  };
  if (range !== "custom") return presets[range];
  if (from === undefined || to === undefined || from > to) return null;
  return (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;
}

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
