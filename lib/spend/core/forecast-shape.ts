import { fitLine } from "./statistics.ts";

/** Level × trend × weekday. Positions count days from the first of the fitted past, which begins a week. */
export interface Shape {
  level: number;
  /** Daily, of the logarithm. */
  slope: number;
  /** By position modulo 7, 1 on average. */
  weekdays: readonly number[];
}

/**
 * Two to eight whole weeks of daily amounts as a shape. The weekday's part is its mean share of each week; the trend is the
 * line through the logarithms of the weeks' sums; the level makes the shape's sum the past's own, which no logarithm does.
 * A trend that hardly stands out of the noise is `damped` by 1 − (1 ÷ t)², t being the slope over its standard error as the
 * days' noise has it, so that noise is not carried a month ahead.
 */
export function fitShape(values: readonly number[], trend: "damped" | "plain"): Shape {
  const sums = weekSums(values);
  const slope = sums.some((sum) => sum <= 0) ? 0 : fitLine(sums.map((sum) => Math.log(sum))).slope / 7;
  const plain = shapeWith(values, sums, slope);
  if (trend === "plain" || slope === 0) return plain;
  const t = slope / Math.max(slopeError(values, plain), 1e-12);
  return shapeWith(values, sums, (slope * t * t) / (1 + t * t));
}

function weekSums(values: readonly number[]): number[] {
  return Array.from({ length: values.length / 7 }, (_, week) =>
    values.slice(7 * week, 7 * week + 7).reduce((sum, value) => sum + value, 0),
  );
}

function shapeWith(values: readonly number[], sums: readonly number[], slope: number): Shape {
  const shares = [0, 0, 0, 0, 0, 0, 0];
  for (const [index, value] of values.entries()) {
    const sum = sums[Math.floor(index / 7)] ?? 0;
    // What the trend does inside a week is no weekday's doing.
    if (sum > 0) shares[index % 7] = (shares[index % 7] ?? 0) + value / sum / Math.exp(slope * ((index % 7) - 3));
  }
  const mean = shares.reduce((sum, share) => sum + share, 0) / 7;
  const weekdays = shares.map((share) => (mean > 0 ? share / mean : 1));
  const unit = shapeAt({ level: 1, slope, weekdays }, 0, values.length);
  const total = unit.reduce((sum, value) => sum + value, 0);
  return { level: total > 0 ? values.reduce((sum, value) => sum + value, 0) / total : 0, slope, weekdays };
}

/** What the shape says of `count` days from a position on. */
export function shapeAt({ level, slope, weekdays }: Shape, from: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => {
    const at = from + index;
    return level * Math.exp(slope * at) * (weekdays[at % 7] ?? 1);
  });
}

/** What was, relative to what the shape says; 0 where the shape says nothing. */
export function residualsOf(values: readonly number[], shape: Shape): number[] {
  const fitted = shapeAt(shape, 0, values.length);
  return values.map((value, index) => {
    const base = fitted[index] ?? 0;
    return base > 0 ? value / base - 1 : 0;
  });
}

/** A day's noise in the shape's own parameters, of which there are eight, is in no residual. */
export function freedom(days: number): number {
  return Math.max(4, days - 8);
}

/** Standard error of the daily slope if days are independent: a week's logarithm has the noise of its days' weighted sum. */
function slopeError(values: readonly number[], shape: Shape): number {
  const squares = residualsOf(values, shape).reduce((sum, residual) => sum + residual * residual, 0);
  const daily = Math.sqrt(squares / freedom(values.length));
  const weekly = (daily * Math.sqrt(shape.weekdays.reduce((sum, weight) => sum + weight * weight, 0))) / 7;
  const weeks = values.length / 7;
  return weekly / Math.sqrt((weeks * (weeks * weeks - 1)) / 12) / 7;
}
