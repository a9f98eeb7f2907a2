import { expect, test } from "vitest";
import type { ReconciledLine } from "#lib/invoices/schema.ts";
import { prepareDays, reconciledCsv } from "./day-chart.ts";

const usd = 1_000_000_000n;

test("every day of the bill is drawn, those that neither side speaks of as zero", () => {
  const day = (name: string) => ({
    name,
    model: null,
    billedNanos: 3n * usd,
    meteredNanos: usd,
    differenceNanos: 2n * usd,
  });
  const chart = prepareDays(
    { firstDay: "2026-02-27", lastDay: "2026-03-01", byDay: [day("2026-02-27"), day("2026-03-01")] },
    { billed: "B", metered: "M" },
  );
  expect(chart.buckets.map(({ at, values }) => [at.slice(0, 10), ...values])).toEqual([
    ["2026-02-27", 3n * usd, usd],
    ["2026-02-28", 0n, 0n],
    ["2026-03-01", 3n * usd, usd],
  ]);
});

test("the CSV tells a model from a name that nobody knows", () => {
  const line = (model: string | null, name: string): ReconciledLine => ({
    ...{ day: "2026-03-01", model, name, isBilled: true, isMetered: false, status: "over" },
    ...{ billedNanos: 5n, meteredNanos: 0n, differenceNanos: -5n },
  });
  const [, first, second] = reconciledCsv({ lines: [line("m", "m"), line(null, "@x")] }).split("\r\n");
  expect(first).toBe("2026-03-01,m,,over,0.000000005,0,-0.000000005");
  expect(second).toBe("2026-03-01,,'@x,over,0.000000005,0,-0.000000005");
});
