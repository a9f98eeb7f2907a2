import { expect, test } from "vitest";
import { chartCsv } from "./csv.ts";
import { prepareChart } from "./prepare.ts";

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
  expect(chartCsv(chart, { bucketLabel: "From", totalLabel: "Total" })).toBe(
    'From,\'=1+1,"He said ""hi"", twice",Total\r\n2026-01-01T00:00:00.000Z,1.5,0.000000001,1.500000001\r\n',
  );
});
