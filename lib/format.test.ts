import { expect, test } from "vitest";
import { formatExactUsd, formatLatency, formatPercent, formatUsd, shareOf } from "./format.ts";

test("money is shown digit by digit, also beyond what a float holds", () => {
  expect(formatExactUsd(9_007_199_254_740_993_000_000_001n, "en")).toBe("$9,007,199,254,740,993.000000001");
  expect(formatUsd(5_000_000_000n, "en")).toBe("$5.00");
  expect(formatUsd(5_000_000_000n, "zh")).toBe("US$5.00");
  expect(formatUsd(0n, "en")).toBe("$0.00");
});

test("a small cost never looks like nothing", () => {
  expect(formatUsd(12_345_678n, "en")).toBe("$0.0123");
  expect(formatUsd(123_456n, "en")).toBe("$0.000123");
  expect(formatUsd(7n, "en")).toBe("$0.000000007");
});

test("a column of amounts lines up", () => {
  expect([17_471_000_000n, 5_987_600_000n].map((nanos) => formatUsd(nanos, "en", 4))).toEqual(["$17.4710", "$5.9876"]);
});

test("shares and percentages", () => {
  expect(shareOf(1n, 0n)).toBe(0);
  expect(shareOf(1n, 3n)).toBeCloseTo(0.333333, 6);
  expect(formatPercent(0.004, "en")).toBe("0.4%");
  expect(formatPercent(0.000_1, "en")).toBe("<0.1%");
  expect(formatPercent(0.815, "en")).toBe("82%");
});

test("latency in the unit a person thinks in", () => {
  expect(formatLatency(340, "en")).toBe("340ms");
  expect(formatLatency(1849, "en")).toBe("1.8s");
});
