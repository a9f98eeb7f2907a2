/** How a run ended, from the JSON reports of vitest and Playwright. */
export type Totals = { passed: number; failed: number };

type VitestReport = { numPassedTests: number; numFailedTests: number; numFailedTestSuites: number };
type PlaywrightReport = { stats: { expected: number; unexpected: number; flaky: number }; errors: unknown[] };

/** A file that could not even be loaded has no tests of its own, and still counts as one failure. */
export function readTotals(json: string): Totals {
  const report: VitestReport | PlaywrightReport = JSON.parse(json);
  if ("stats" in report) {
    const { expected, unexpected, flaky } = report.stats;
    const failed = unexpected + flaky;
    return { passed: expected, failed: failed === 0 ? report.errors.length : failed };
  }
  const { numPassedTests, numFailedTests, numFailedTestSuites } = report;
  return { passed: numPassedTests, failed: numFailedTests === 0 ? numFailedTestSuites : numFailedTests };
}

/** A stage that failed without a failed test (a check, a build, a crash) is one failure: the last line must not lie. */
export function stageTotals(isOk: boolean, reported: Totals | null): Totals {
  const totals = reported ?? { passed: 0, failed: 0 };
  return isOk || totals.failed > 0 ? totals : { ...totals, failed: 1 };
}
