import { addDays, daysBetween } from "../days.ts";

/** Nano-USD by day, without gaps: the first point is of the day `from`, a day without spend is 0n. */
export interface DaySeries {
  readonly from: string;
  readonly points: readonly bigint[];
}

export interface DayAmount {
  day: string;
  nanos: bigint;
}

/**
 * Amounts, in any order and any number for a day, as the days from `from` until before `to`; what lies outside is left out.
 * A sum, so the order in which usage arrived cannot matter, and an amount changes its own day alone.
 */
export function daySeries(amounts: Iterable<DayAmount>, from: string, to: string): DaySeries {
  const points = Array.from({ length: Math.max(0, daysBetween(from, to)) }, () => 0n);
  for (const { day, nanos } of amounts) {
    const index = daysBetween(from, day);
    const before = points[index];
    if (before !== undefined) points[index] = before + nanos;
  }
  return { from, points };
}

/** The last day; null of an empty series. */
export function lastDay({ from, points }: DaySeries): string | null {
  return points.length === 0 ? null : addDays(from, points.length - 1);
}

/** Sum of the `days` points that end with index `end`; null where the series does not reach back so far. */
export function windowSum(points: readonly bigint[], end: number, days: number): bigint | null {
  if (end >= points.length || end - days + 1 < 0) return null;
  return points.slice(end - days + 1, end + 1).reduce((sum, nanos) => sum + nanos, 0n);
}
