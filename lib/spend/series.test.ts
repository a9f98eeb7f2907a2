import fc from "fast-check";
import { expect, test } from "vitest";
import { addDays, dayList } from "./days.ts";
import { maxDrawn } from "./schema.ts";
import { type KeyRow, type PointRow, toSpendView } from "./series.ts";

const from = "2026-11-01";
const buckets = dayList(from, "2026-11-08").map((key) => ({ key, startsAt: new Date(key) }));
const counts = { requests: 0n, errors: 0n };
const totals = {
  ...counts,
  cost_nanos: 0n,
  saved_nanos: 0n,
  web_searches: 0n,
  input_tokens: 1n,
  cache_read_tokens: 2n,
  cache_write_5m_tokens: 5n,
  cache_write_1h_tokens: 6n,
  audio_input_tokens: 7n,
  output_tokens: 3n,
  reasoning_tokens: 4n,
  audio_output_tokens: 8n,
  image_output_tokens: 9n,
};
const sum = (values: readonly (bigint | null)[]) => values.reduce<bigint>((total, value) => total + (value ?? 0n), 0n);

/** What the database answers for costs by key and day, the largest first. */
function rowsOf(costs: ReadonlyMap<string, readonly bigint[]>): { keys: KeyRow[]; points: PointRow[] } {
  const ranked = [...costs].toSorted(([a, x], [b, y]) =>
    sum(x) === sum(y) ? (a < b ? -1 : 1) : sum(x) < sum(y) ? 1 : -1,
  );
  return {
    keys: ranked.map(([key, days]) => ({ ...counts, key, count: 1n, cost: sum(days) })),
    points: ranked.flatMap(([key, days], rank) =>
      days.map((cost, day) => ({ bucket: addDays(from, day), key: rank < maxDrawn ? key : null, cost })),
    ),
  };
}

const view = (rows: { keys: KeyRow[]; points: PointRow[] }, first_usage: Date | null = new Date(from)) =>
  toSpendView({
    ...rows,
    totals,
    window: { from, to: "2026-11-08", granularity: "day", isRolling: false },
    zone: "UTC",
    today: "2026-11-20",
    buckets,
    before: null,
    pairs: [],
    labels: new Map(),
    innerLabels: new Map(),
    moments: { previous: new Date(0), ends_at: new Date("2026-11-08"), first_usage, through: null },
  });

test("what is drawn by name and what is not sums to the total, in every bucket and over all", () => {
  const days = fc.array(fc.bigInt({ min: 0n, max: 10n ** 15n }), { minLength: 7, maxLength: 7 });
  fc.assert(
    fc.property(fc.array(days, { maxLength: 70 }), (lines) => {
      const costs = new Map(lines.map((line, index) => [`key-${index}`, line]));
      const shown = view(rowsOf(costs));
      expect(shown.costNanos).toBe(sum(lines.flat()));
      expect(sum(shown.series.map(({ costNanos }) => costNanos))).toBe(shown.costNanos);
      const drawn = shown.series.flatMap(({ points }) => (points ? [points] : []));
      expect(drawn).toHaveLength(Math.min(lines.length, maxDrawn));
      for (const [index] of buckets.entries()) {
        const inBucket = sum([...drawn.map((points) => points[index] ?? null), shown.restPoints?.[index] ?? null]);
        expect(inBucket).toBe(sum(lines.map((line) => line[index] ?? 0n)));
      }
    }),
    { numRuns: 60 },
  );
});

test("before the first usage there are gaps, after it zeros", () => {
  const [series] = view(
    rowsOf(new Map([["a", [0n, 0n, 0n, 5n, 0n, 0n, 0n]]])),
    new Date("2026-11-03T05:00:00Z"),
  ).series;
  // Only what the database has a row for is a number before it.
  const blank = view(
    { keys: [{ ...counts, key: "a", count: 1n, cost: 5n }], points: [] },
    new Date("2026-11-03T05:00:00Z"),
  );
  expect(blank.series[0]?.points).toEqual([null, null, 0n, 0n, 0n, 0n, 0n]);
  expect(sum(series?.points ?? [])).toBe(5n);
});

test("an hour ahead of now joins the last bucket", () => {
  const ahead = [{ bucket: "2026-12-24", key: "a", cost: 7n }];
  const shown = view({ keys: [{ ...counts, key: "a", count: 1n, cost: 7n }], points: ahead });
  expect(shown.series[0]?.points?.at(-1)).toBe(7n);
});
