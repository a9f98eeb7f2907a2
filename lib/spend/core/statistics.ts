/** The middle value, of an even number the mean of the two. NaN of nothing: callers ask for the length first. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** Spread that outliers do not move: 1.4826 × the median distance from `centre`, a normal distribution's deviation. */
export function robustDeviation(values: readonly number[], centre: number): number {
  return 1.4826 * median(values.map((value) => Math.abs(value - centre)));
}

/** The value below which the share `p` of the values lies, between the two nearest ones. */
export function quantile(sorted: readonly number[], p: number): number {
  const at = p * (sorted.length - 1);
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  const high = sorted[Math.ceil(at)] ?? low;
  return low === high ? low : low + (high - low) * (at - Math.floor(at));
}

export interface Line {
  intercept: number;
  slope: number;
  /** Standard error of the slope. */
  slopeError: number;
  residuals: number[];
}

/** Ordinary least squares of the values over 0, 1, 2 …; three values or more. */
export function fitLine(values: readonly number[]): Line {
  const n = values.length;
  const middle = (n - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const spread = (n * (n * n - 1)) / 12;
  const slope = values.reduce((sum, value, x) => sum + (x - middle) * (value - mean), 0) / spread;
  const intercept = mean - slope * middle;
  const residuals = values.map((value, x) => value - intercept - slope * x);
  const squares = residuals.reduce((sum, residual) => sum + residual * residual, 0);
  return { intercept, slope, slopeError: Math.sqrt(squares / (n - 2) / spread), residuals };
}

/** Theil–Sen: the median of the slopes between all pairs, which up to 29 % of wild values do not move. */
export function medianSlope(values: readonly number[]): number {
  const slopes = values.flatMap((value, x) => values.slice(x + 1).map((later, more) => (later - value) / (more + 1)));
  return median(slopes);
}
