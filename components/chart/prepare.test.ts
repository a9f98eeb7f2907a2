import fc from "fast-check";
import { expect, test } from "vitest";
import { prepareChart } from "./prepare.ts";

const options = { top: 3, otherLabel: "Other", isLastPartial: true };
const series = (key: string, ...points: (bigint | null)[]) => ({ key, label: key, points });

test("the largest are named, the rest is one, and N of M says so", () => {
  const chart = prepareChart(
    {
      buckets: ["a", "b"],
      series: [
        series("s", 1n, 1n),
        series("xl", 9n, 9n),
        series("m", 3n, 3n),
        series("l", 5n, 5n),
        series("xs", 0n, 1n),
      ],
    },
    options,
  );
  expect(chart.series.map(({ label }) => label)).toEqual(["xl", "l", "m", "Other"]);
  expect(chart.buckets.map(({ values }) => values.at(-1))).toEqual([1n, 2n]);
  expect([chart.namedCount, chart.inputCount]).toEqual([3, 5]);
});

test("what the answer itself does not name joins Other, and is counted", () => {
  const input = { buckets: ["a"], series: [series("x", 5n)], rest: { count: 7, points: [2n] } };
  const chart = prepareChart(input, options);
  expect(chart.series.map(({ label, totalNanos }) => [label, totalNanos])).toEqual([
    ["x", 5n],
    ["Other", 2n],
  ]);
  expect([chart.totalNanos, chart.namedCount, chart.inputCount]).toEqual([7n, 1, 8]);
});

test("a single left-over keeps its name", () => {
  const four = ["a", "b", "c", "d"].map((key) => series(key, 1n));
  expect(prepareChart({ buckets: ["t"], series: four }, options).series.every(({ isOther }) => !isOther)).toBe(true);
});

test("only the last bucket is partial", () => {
  const chart = prepareChart({ buckets: ["a", "b"], series: [] }, options);
  expect(chart.buckets.map(({ isPartial }) => isPartial)).toEqual([false, true]);
});

test("missing is a gap, not zero", () => {
  const chart = prepareChart({ buckets: ["a", "b"], series: [series("x", null, 0n)] }, options);
  expect(chart.buckets.map(({ values, totalNanos }) => [values[0], totalNanos])).toEqual([
    [null, null],
    [0n, 0n],
  ]);
});

test("the drawn sums are the input's, to the nano-dollar", () => {
  const amount = fc.option(fc.bigInt({ min: 0n, max: 10n ** 18n }));
  fc.assert(
    fc.property(fc.array(fc.tuple(amount, amount), { maxLength: 20 }), fc.integer({ min: 1, max: 8 }), (rows, top) => {
      const input = { buckets: ["a", "b"], series: rows.map((points, index) => series(`k${index}`, ...points)) };
      const chart = prepareChart(input, { ...options, top });
      const total = rows.flat().reduce<bigint>((all, one) => all + (one ?? 0n), 0n);
      expect(chart.totalNanos).toBe(total);
      expect(chart.buckets.reduce((all, { totalNanos }) => all + (totalNanos ?? 0n), 0n)).toBe(total);
    }),
  );
});
