"use client";
import { useFormatter, useTimeZone } from "next-intl";
import type { Granularity } from "#lib/spend/schema.ts";

export type { Granularity } from "#lib/spend/schema.ts";

/** How a moment is written on an axis, and in full for tooltips and tables, by the size of its bucket. */
const short = {
  hour: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  day: { month: "short", day: "numeric" },
  week: { month: "short", day: "numeric" },
  month: { month: "short", year: "numeric" },
} as const;
const long = {
  hour: { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  day: { weekday: "short", month: "short", day: "numeric", year: "numeric" },
  week: { month: "short", day: "numeric", year: "numeric" },
  month: { month: "long", year: "numeric" },
} as const;

/** "14:00", "23 Nov" or "Nov 2026" for axes; with everything when `isLong`. In `zone`, or else the organization's. */
export function useBucketLabel(granularity: Granularity, zone?: string): (at: string, isLong?: boolean) => string {
  const format = useFormatter();
  const own = useTimeZone();
  const timeZone = zone ?? own;
  return (at, isLong = false) =>
    format.dateTime(new Date(at), {
      ...(isLong ? long : short)[granularity],
      ...(timeZone === undefined ? {} : { timeZone }),
    });
}
