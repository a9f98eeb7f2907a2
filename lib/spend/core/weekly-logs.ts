/** Whole weeks that a trend is read from: 56 days. */
export const trendWeeks = 8;
/** Student's t for a two-sided 95 % interval with trendWeeks − 2 degrees of freedom. */
export const trendT = 2.447;

/**
 * Logarithms of the last eight weeks' sums of nano-USD, oldest first; null under 56 points or with a week of nothing.
 *
 * Why weeks: B2 speaks of a fit on R, but neighbours of R share 27 of their 28 days, so an ordinary interval of that fit is
 * several times too narrow and finds trends in noise. Sums of disjoint weeks carry no weekday's shape, and their residuals
 * are as good as independent, also when days follow each other (an autocorrelation of 0.5 from day to day leaves about 0.15
 * from week to week). Steady growth has the same slope in both.
 */
export function weeklyLogs(points: readonly bigint[]): number[] | null {
  if (points.length < 7 * trendWeeks) return null;
  const recent = points.slice(-7 * trendWeeks);
  const sums = Array.from({ length: trendWeeks }, (_, week) =>
    recent.slice(7 * week, 7 * week + 7).reduce((sum, nanos) => sum + nanos, 0n),
  );
  return sums.some((sum) => sum <= 0n) ? null : sums.map((sum) => Math.log(Number(sum)));
}
