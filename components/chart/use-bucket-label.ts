"use client";
import { useFormatter } from "next-intl";

export type Granularity = "hour" | "day";

/** "14:00" or "23 Nov" for axes; with the day, for tooltips and tables, when `isLong`. In the organization's zone. */
export function useBucketLabel(granularity: Granularity): (at: string, isLong?: boolean) => string {
  const format = useFormatter();
  return (at, isLong = false) =>
    format.dateTime(new Date(at), {
      ...(granularity === "day" || isLong ? { month: "short", day: "numeric" } : {}),
      ...(granularity === "hour" ? { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } : {}),
      ...(granularity === "day" && isLong ? { weekday: "short" } : {}),
    });
}
