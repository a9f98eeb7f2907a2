import { expect, test } from "vitest";
import { readTotals, stageTotals } from "./test-totals.ts";

test("both reporters' totals are read", () => {
  const vitest = { numPassedTests: 7, numFailedTests: 2, numFailedTestSuites: 1 };
  const playwright = { stats: { expected: 4, unexpected: 1, flaky: 1 }, errors: [] };
  expect(readTotals(JSON.stringify(vitest))).toEqual({ passed: 7, failed: 2 });
  expect(readTotals(JSON.stringify(playwright))).toEqual({ passed: 4, failed: 2 });
});

test("a file that does not load is a failure", () => {
  const vitest = { numPassedTests: 7, numFailedTests: 0, numFailedTestSuites: 1 };
  expect(readTotals(JSON.stringify(vitest))).toEqual({ passed: 7, failed: 1 });
});

test("a stage that fails without a failed test counts once", () => {
  expect(stageTotals(false, null)).toEqual({ passed: 0, failed: 1 });
  expect(stageTotals(false, { passed: 3, failed: 0 })).toEqual({ passed: 3, failed: 1 });
  expect(stageTotals(false, { passed: 3, failed: 2 })).toEqual({ passed: 3, failed: 2 });
  expect(stageTotals(true, { passed: 3, failed: 0 })).toEqual({ passed: 3, failed: 0 });
});
