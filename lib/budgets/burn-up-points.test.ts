import fc from "fast-check";
import { expect, test } from "vitest";
import { burnUpPoints } from "./burn-up-points.ts";

const day = 24 * 3_600_000;
const start = Date.UTC(2026, 10, 1);
const edges = Array.from({ length: 31 }, (_, index) => new Date(start + index * day));
const endsAt = new Date(start + 30 * day);

const spendings = fc.array(
  fc.record({ bucket: fc.constantFrom(...edges.slice(0, 30)), nanos: fc.bigInt({ min: 0n, max: 10n ** 15n }) }),
  { maxLength: 40 },
);

test("the curve never falls, ends at the sum of all, and says nothing of before and after", () => {
  fc.assert(
    fc.property(spendings, fc.integer({ min: 0, max: 30 * day - 1 }), fc.nat(day), (spent, ageMs, madeAfterMs) => {
      const now = new Date(start + ageMs);
      const from = new Date(Math.min(+now, start + madeAfterMs));
      const happened = spent.filter(({ bucket }) => bucket <= now);
      const points = burnUpPoints({ edges, from, now, endsAt, spent: happened, capNanos: 10n ** 16n, forecast: null });
      const known = points.filter(({ spentNanos }) => spentNanos !== null);
      const values = known.map(({ spentNanos }) => spentNanos ?? -1n);
      expect(values).toEqual(values.toSorted((a, b) => (a < b ? -1 : 1)));
      expect(values.at(-1)).toBe(happened.reduce((sum, { nanos }) => sum + nanos, 0n));
      expect(known.at(-1)?.at).toBe(now.toISOString());
      expect(known[0]?.at).toBe(from.toISOString());
      expect(points.map(({ at }) => at)).toEqual([...new Set(points.map(({ at }) => at))].toSorted());
    }),
  );
});

test("the even line goes from nothing to the cap, the forecast from now's account to its end", () => {
  const now = new Date(start + 10 * day);
  const forecast = { fromNanos: 500n, toNanos: 1_500n };
  const points = burnUpPoints({ edges, from: edges[0] ?? now, now, endsAt, spent: [], capNanos: 3_000n, forecast });
  expect(points[0]).toMatchObject({ evenNanos: 0n, forecastNanos: null });
  expect(points[10]).toMatchObject({ at: now.toISOString(), evenNanos: 1_000n, forecastNanos: 500n, spentNanos: 0n });
  expect(points[20]).toMatchObject({ evenNanos: 2_000n, forecastNanos: 1_000n, spentNanos: null });
  expect(points[30]).toMatchObject({ evenNanos: 3_000n, forecastNanos: 1_500n, spentNanos: null });
});

test("a period that is over is known to its end", () => {
  const spent = [{ bucket: new Date(start + 29 * day), nanos: 7n }];
  const now = new Date(start + 60 * day);
  const points = burnUpPoints({ edges, from: new Date(start), now, endsAt, spent, capNanos: 9n, forecast: null });
  expect(points).toHaveLength(31);
  expect(points.at(-1)).toMatchObject({ at: endsAt.toISOString(), spentNanos: 7n });
  expect(points.at(-2)).toMatchObject({ spentNanos: 0n });
});
