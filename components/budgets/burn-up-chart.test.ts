import { expect, test } from "vitest";
import type { BurnUp } from "#lib/budgets/schema.ts";
import { prepareBurnUp } from "./burn-up-chart.ts";

const point = (at: string, spentNanos: bigint | null, evenNanos: bigint | null, forecastNanos: bigint | null) => ({
  at,
  spentNanos,
  evenNanos,
  forecastNanos,
});
const burnUp: BurnUp = {
  startsAt: "2026-11-01T00:00:00.000Z",
  endsAt: null,
  isRunning: true,
  granularity: "day",
  timezone: "UTC",
  capNanos: 9n,
  spentNanos: 4n,
  points: [point("2026-11-01T00:00:00.000Z", 0n, null, null), point("2026-11-02T00:00:00.000Z", null, null, null)],
  dataThrough: null,
  periods: [],
};

test("what is unknown stays a gap, and a line that says nothing is no line", () => {
  const chart = prepareBurnUp(burnUp, (key) => key);
  expect(chart.series.map(({ key }) => key)).toEqual(["spent", "cap"]);
  expect(chart.buckets.map(({ values }) => values)).toEqual([
    [0n, 9n],
    [null, 9n],
  ]);
});

test("a forecast and an even pace are lines of their own", () => {
  const chart = prepareBurnUp({ ...burnUp, points: [point("2026-11-01T00:00:00.000Z", 1n, 2n, 3n)] }, (key) => key);
  expect(chart.series.map(({ key }) => key)).toEqual(["spent", "cap", "even", "forecast"]);
  expect(chart.buckets[0]?.values).toEqual([1n, 9n, 2n, 3n]);
});
