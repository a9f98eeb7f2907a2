import { expect, test } from "vitest";
import { chartCsv, waterfallCsv } from "./csv.ts";
import { prepareChart } from "./prepare.ts";
import { prepareWaterfall } from "./waterfall.ts";

test("exact amounts, quoted names, no formulas", () => {
  const chart = prepareChart(
    {
      buckets: ["2026-01-01T00:00:00.000Z"],
      series: [
        { key: "a", label: 'He said "hi", twice', points: [1n] },
        { key: "b", label: "=1+1", points: [1_500_000_000n] },
      ],
    },
    { top: 8, otherLabel: "Other", isLastPartial: false },
  );
  expect(chartCsv(chart, { as: "sums", bucketLabel: "From", totalLabel: "Total" })).toBe(
    'From,\'=1+1,"He said ""hi"", twice",Total\r\n2026-01-01T00:00:00.000Z,1.5,0.000000001,1.500000001\r\n',
  );
});

test("shares stand beside their amounts, lines have no total, and what is unknown is empty", () => {
  const input = {
    buckets: ["2026-01-01T00:00:00.000Z"],
    series: [
      { key: "a", label: "A", points: [2_000_000_000n] },
      { key: "b", label: "B", points: [1_000_000_000n] },
      { key: "c", label: "C", points: [null] },
    ],
  };
  const chart = prepareChart(input, { top: 8, otherLabel: "Other", isLastPartial: false });
  const labels = { bucketLabel: "From", totalLabel: "Total" };
  expect(chartCsv(chart, { as: "shares", ...labels })).toBe(
    "From,A,A %,B,B %,C,C %,Total\r\n2026-01-01T00:00:00.000Z,2,66.67,1,33.33,,,3\r\n",
  );
  expect(chartCsv(chart, { as: "lines", ...labels })).toBe("From,A,B,C\r\n2026-01-01T00:00:00.000Z,2,1,\r\n");
});

test("a waterfall is its bars, losses below zero", () => {
  const bars = prepareWaterfall([
    { key: "before", label: "Before", kind: "level", nanos: 3_000_000_000n },
    { key: "churn", label: "Gone", kind: "change", nanos: -1_000_000_000n },
  ]);
  expect(waterfallCsv(bars, ["Step", "Amount", "From", "To"])).toBe(
    "Step,Amount,From,To\r\nBefore,3,0,3\r\nGone,-1,3,2\r\n",
  );
});
