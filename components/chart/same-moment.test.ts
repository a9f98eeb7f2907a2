import fc from "fast-check";
import { expect, test } from "vitest";
import { indexOfMoment, momentOf } from "./same-moment.ts";

const [hour, day] = [3_600_000, 86_400_000];
const noon = Date.UTC(2026, 10, 1, 12);
const points = { starts: Array.from({ length: 30 }, (_, index) => noon + index * day) };

test("a day of a zone and the same complete day point at each other", () => {
  fc.assert(
    fc.property(fc.integer({ min: -11, max: 11 }), fc.integer({ min: 0, max: 29 }), (offset, index) => {
      const starts = points.starts.map((at) => at - 12 * hour - offset * hour);
      const bars = { starts, endMs: (starts.at(-1) ?? 0) + day };
      expect(indexOfMoment(points, momentOf(bars, index) ?? 0)).toBe(index);
      expect(indexOfMoment(bars, momentOf(points, index) ?? 0)).toBe(index);
      expect(indexOfMoment(bars, momentOf(bars, index) ?? 0)).toBe(index);
    }),
  );
});

test("a moment outside of a chart is nowhere in it", () => {
  const bars = { starts: points.starts, endMs: noon + 30 * day };
  for (const chart of [points, bars]) {
    expect(indexOfMoment(chart, noon - day)).toBeNull();
    expect(indexOfMoment(chart, noon + 31 * day)).toBeNull();
  }
  expect([indexOfMoment({ starts: [] }, noon), momentOf(points, 99)]).toEqual([null, null]);
});
