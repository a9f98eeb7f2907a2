import fc from "fast-check";
import { expect, test } from "vitest";
import { bandPositions, fractionOf, indexAt, timePositions } from "./positions.ts";
import { logDomain, logPixels } from "./scale.ts";
import { sparkPath } from "./spark-path.ts";
import { dayIn, zoomDays } from "./zoom-days.ts";

const moments = fc
  .uniqueArray(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 2, maxLength: 60 })
  .map((all) => all.toSorted((a, b) => a - b));

test("every bucket is found at its own place, and the nearest outside of the chart", () => {
  fc.assert(
    fc.property(moments, fc.boolean(), (starts, isBand) => {
      const positions = isBand ? bandPositions(starts.length) : timePositions(starts);
      for (const [index, center] of positions.centers.entries()) expect(indexAt(positions, center)).toBe(index);
      expect([indexAt(positions, -3), indexAt(positions, 4)]).toEqual([0, starts.length - 1]);
    }),
  );
  expect(indexAt(bandPositions(0), 0.5)).toBeNull();
});

test("a moment stands in its bucket, and nowhere when the chart has none for it", () => {
  fc.assert(
    fc.property(moments, fc.double({ min: 0, max: 0.999, noNaN: true }), (starts, part) => {
      const end = (starts.at(-1) ?? 0) + 10;
      const at = Math.floor((starts[0] ?? 0) + part * (end - (starts[0] ?? 0)));
      const positions = bandPositions(starts.length);
      const index = starts.findLastIndex((start) => start <= at);
      expect(indexAt(positions, (fractionOf(positions, starts, at, end) ?? -1) + 1e-9)).toBe(index);
      expect(fractionOf(positions, starts, end, end)).toBeNull();
      expect(fractionOf(positions, starts, (starts[0] ?? 0) - 1, end)).toBeNull();
    }),
  );
  expect(fractionOf(timePositions([0, 10, 30]), [0, 10, 30], 20)).toBeCloseTo(2 / 3);
});

test("zooming names exactly the days that were marked, in the picture's zone, in either direction", () => {
  const dayMs = 86_400_000;
  const days = Array.from({ length: 40 }, (_, index) =>
    new Date(Date.UTC(2026, 9, 10, 16) + index * dayMs).toISOString(),
  );
  const picture = {
    buckets: days,
    endsAt: new Date(Date.UTC(2026, 9, 10, 16) + 40 * dayMs).toISOString(),
    zone: "Asia/Shanghai",
  };
  fc.assert(
    fc.property(fc.nat({ max: 39 }), fc.nat({ max: 39 }), (one, other) => {
      const marked = zoomDays(picture, one, other);
      expect(marked).toEqual({
        from: dayIn("Asia/Shanghai", new Date(days[Math.min(one, other)] ?? 0)),
        to: dayIn("Asia/Shanghai", new Date(days[Math.max(one, other)] ?? 0)),
      });
    }),
  );
  expect(zoomDays(picture, 0, 0)).toEqual({ from: "2026-10-11", to: "2026-10-11" });
  expect(zoomDays(picture, 0, 40)).toBeNull();
});

test("hours zoom to their day, months to their first and last", () => {
  const hours = {
    buckets: ["2026-03-29T00:00:00Z", "2026-03-29T01:00:00Z"],
    endsAt: "2026-03-29T02:00:00Z",
    zone: "UTC",
  };
  expect(zoomDays(hours, 1, 1)).toEqual({ from: "2026-03-29", to: "2026-03-29" });
  const months = {
    buckets: ["2026-01-31T23:00:00Z", "2026-02-28T23:00:00Z"],
    endsAt: "2026-03-31T22:00:00Z",
    zone: "Europe/Berlin",
  };
  expect(zoomDays(months, 0, 1)).toEqual({ from: "2026-02-01", to: "2026-03-31" });
});

test("a logarithmic axis has no zero, and holds every value within at most eight steps", () => {
  expect([logPixels(0n), logPixels(null), logPixels(1_000_000_000n)]).toEqual([null, null, 1]);
  expect(logDomain([null, 0])).toBeNull();
  fc.assert(
    fc.property(fc.array(fc.double({ min: 1e-9, max: 1e9, noNaN: true }), { minLength: 1 }), (values) => {
      const scale = logDomain(values);
      const [low, high] = scale?.domain ?? [0, 0];
      for (const value of values) expect(low <= value * 1.000001 && value <= high * 1.000001).toBe(true);
      expect(scale?.ticks.length).toBeLessThanOrEqual(9);
    }),
  );
});

test("a spark line ends where its last value is, and does not bridge what is unknown", () => {
  expect(sparkPath([0n, 10n, null, 5n], { width: 30, height: 12 })).toBe("M0.0 11.0L10.0 1.0M30.0 6.0");
  expect(sparkPath([], { width: 30, height: 12 })).toBe("");
});
