import { divideRounded, ratio } from "./round.ts";
import { type DaySeries, windowSum } from "./series.ts";

export const runRateDays = 28;
/** 28 days × 13 = 364 of a year's days: no weekday and no month's length shows in it. */
export const yearFactor = 13n;
const fastDays = 7;

interface RunRateFigures {
  nanos: bigint | null;
  isEarly: boolean;
  fastNanos: bigint | null;
  beforeNanos: bigint | null;
  growth: number | null;
  completeDays: number;
}

/**
 * Spend "like ARR", in nano-USD a year, at the end of the series' last day (billing-security.md B2, run-rate):
 * R = 13 × the last 28 days; with 7 to 27 days 365 ÷ 7 × the last 7, tagged early; with fewer null, not enough data.
 * `fastNanos` is 365 ÷ 7 × the last 7 days throughout. Both divisions are of exact sums and rounded once, half to even.
 * Growth compares with R 28 days before, and only like with like: null under 56 days, or where that was zero.
 * The series holds complete days alone, from the first one of the organization's history.
 */
export function runRate({ points }: DaySeries): RunRateFigures {
  const end = points.length - 1;
  const full = fullRate(points, end);
  const fastNanos = fastRate(points, end);
  const beforeNanos = fullRate(points, end - runRateDays);
  return {
    nanos: full ?? fastNanos,
    isEarly: full === null && fastNanos !== null,
    fastNanos,
    beforeNanos,
    growth: full === null || beforeNanos === null ? null : ratio(full - beforeNanos, beforeNanos),
    completeDays: points.length,
  };
}

/** R and its fast line at each day of the series; null where there was no full window. Nano-USD a year. */
export function runRates({ points }: DaySeries): { nanos: bigint | null; fastNanos: bigint | null }[] {
  const full = movingSums(points, runRateDays);
  const fast = movingSums(points, fastDays);
  return points.map((_, index) => ({ nanos: timesYear(full[index]), fastNanos: fastOf(fast[index]) }));
}

/** Sums of the `days` points up to each; null at the beginning. One addition and one subtraction a point. */
export function movingSums(points: readonly bigint[], days: number): (bigint | null)[] {
  let sum = 0n;
  return points.map((nanos, index) => {
    sum += nanos - (points[index - days] ?? 0n);
    return index < days - 1 ? null : sum;
  });
}

function fullRate(points: readonly bigint[], end: number): bigint | null {
  return timesYear(windowSum(points, end, runRateDays));
}

function fastRate(points: readonly bigint[], end: number): bigint | null {
  return fastOf(windowSum(points, end, fastDays));
}

function timesYear(sum: bigint | null | undefined): bigint | null {
  return sum === null || sum === undefined ? null : yearFactor * sum;
}

function fastOf(sum: bigint | null | undefined): bigint | null {
  return sum === null || sum === undefined ? null : divideRounded(365n * sum, 7n);
}
