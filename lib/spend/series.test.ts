import fc from "fast-check";
import { expect, test } from "vitest";
import { type SpendRow, toSpendView } from "./series.ts";

const day = 24 * 3_600_000;
const start = Date.UTC(2026, 10, 1);
const buckets = Array.from({ length: 7 }, (_, index) => new Date(start + index * day));

const rows: fc.Arbitrary<SpendRow[]> = fc.array(
  fc.record({
    bucket: fc.constantFrom(...buckets),
    key: fc.constantFrom("a", "b", "c", "d"),
    label: fc.constant("label"),
    cost: fc.bigInt({ min: 0n, max: 10n ** 15n }),
    requests: fc.bigInt({ min: 0n, max: 10n ** 6n }),
    errors: fc.constant(0n),
    input: fc.constant(1n),
    cache_read: fc.constant(2n),
    output: fc.constant(3n),
    reasoning: fc.constant(4n),
    cache_write_5m: fc.constant(5n),
    cache_write_1h: fc.constant(6n),
    audio_input: fc.constant(7n),
    audio_output: fc.constant(8n),
    image_output: fc.constant(9n),
  }),
  { maxLength: 40 },
);

const view = (input: SpendRow[]) =>
  toSpendView({ rows: input, buckets, granularity: "day", timezone: "UTC", dataThrough: null });
const sum = (values: bigint[]) => values.reduce((total, value) => total + value, 0n);

test("points sum to their series and series to the total, to the nano-dollar, in any order of rows", () => {
  fc.assert(
    fc.property(rows, (input) => {
      const shown = view(input);
      expect(shown.costNanos).toBe(sum(input.map((row) => row.cost)));
      expect(sum(shown.series.map((line) => line.costNanos))).toBe(shown.costNanos);
      for (const line of shown.series) {
        expect(line.points).toHaveLength(buckets.length);
        expect(sum(line.points)).toBe(line.costNanos);
      }
      expect(view(input.toReversed())).toEqual(shown);
    }),
  );
});

test("the largest series comes first", () => {
  fc.assert(
    fc.property(rows, (input) => {
      const costs = view(input).series.map((line) => line.costNanos);
      expect(costs).toEqual(costs.toSorted((a, b) => (a < b ? 1 : a > b ? -1 : 0)));
    }),
  );
});
