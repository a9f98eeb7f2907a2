import type { PreparedChart } from "#components/chart/prepare.ts";

/** A line over days of a zone: its key, its name and its value on each day. */
export interface DayLine<Point> {
  key: string;
  label: string;
  nanosOf: (point: Point) => bigint | null;
}

/** Lines over days as the chart's frame takes them; one that nowhere says anything is left out. */
export function prepareDays<Point extends { day: string }>(
  points: readonly Point[],
  lines: readonly DayLine<Point>[],
): PreparedChart {
  const shown = lines.filter(({ nanosOf }) => points.some((point) => nanosOf(point) !== null));
  return {
    series: shown.map(({ key, label }) => ({ key, label, isOther: false, totalNanos: 0n })),
    buckets: points.map((point) => ({
      at: momentOf(point.day),
      isPartial: false,
      values: shown.map(({ nanosOf }) => nanosOf(point)),
      totalNanos: null,
    })),
    totalNanos: 0n,
    namedCount: shown.length,
    inputCount: shown.length,
  };
}

/** Days stand at noon UTC and are written in UTC: a day is a day, whatever the zone it was counted in. */
export const dayZone = "UTC";
export const momentOf = (day: string) => `${day}T12:00:00.000Z`;
