import { addDays, addMonths, daysBetween, monthStart, weekStart } from "./days.ts";
import type { Granularity, SpendQuery } from "./schema.ts";

/** Days of the query's zone, `to` not included. */
export interface DayWindow {
  from: string;
  to: string;
  granularity: Granularity;
  /** The last 24 hours end with the running one and may begin in the middle of a day. */
  isRolling: boolean;
}

/** The days that a query means today, and how finely they are cut. What lies ahead of today is left out. */
export function windowOf(query: Pick<SpendQuery, "range" | "from" | "to" | "granularity">, today: string): DayWindow {
  const { from, to } = daysOf(query, today);
  const days = daysBetween(from, to);
  const auto = days <= 2 ? "hour" : days <= 92 ? "day" : days <= 186 ? "week" : "month";
  return {
    from,
    to,
    granularity: query.granularity === "auto" ? auto : query.granularity,
    isRolling: query.range === "24h",
  };
}

function daysOf({ range, from, to }: Pick<SpendQuery, "range" | "from" | "to">, today: string) {
  const tomorrow = addDays(today, 1);
  const last = (count: number) => ({ from: addDays(tomorrow, -count), to: tomorrow });
  switch (range) {
    case "24h":
      return last(2);
    case "7d":
      return last(7);
    case "28d":
      return last(28);
    case "30d":
      return last(30);
    case "90d":
      return last(90);
    case "12m":
      return { from: addMonths(today, -11), to: tomorrow };
    case "mtd":
      return { from: monthStart(today), to: tomorrow };
    case "last-month":
      return { from: addMonths(today, -1), to: monthStart(today) };
    case "qtd":
      return { from: addMonths(today, -((Number(today.slice(5, 7)) - 1) % 3)), to: tomorrow };
    case "ytd":
      return { from: `${today.slice(0, 4)}-01-01`, to: tomorrow };
    case "custom": {
      // The schema refuses custom without both.
      const start = from ?? today;
      const end = addDays(to ?? today, 1);
      return { from: start, to: start < tomorrow && end > tomorrow ? tomorrow : end };
    }
  }
}

/** The days just before, as many: what `compare: previous` means. A month before whole months is whole months. */
export function previousOf({ from, to }: Pick<DayWindow, "from" | "to">): { from: string; to: string } {
  const isMonths = from === monthStart(from) && to === monthStart(to);
  if (!isMonths) return { from: addDays(from, -daysBetween(from, to)), to: from };
  const months =
    (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7));
  return { from: addMonths(from, -months), to: from };
}

/** The first day of the bucket a day is in. Weeks begin on Monday (ISO 8601). */
export function bucketOf(day: string, granularity: Exclude<Granularity, "hour">): string {
  if (granularity === "day") return day;
  return granularity === "week" ? weekStart(day) : monthStart(day);
}

/** First days of the buckets of a window; the first may begin before the window does. */
export function bucketDays(
  { from, to }: Pick<DayWindow, "from" | "to">,
  granularity: Exclude<Granularity, "hour">,
): string[] {
  const buckets: string[] = [];
  for (let day = bucketOf(from, granularity); day < to; day = nextBucket(day, granularity)) buckets.push(day);
  return buckets;
}

export function nextBucket(day: string, granularity: Exclude<Granularity, "hour">): string {
  if (granularity === "month") return addMonths(day, 1);
  return addDays(day, granularity === "week" ? 7 : 1);
}
