interface SeriesInput {
  key: string;
  label: string;
  /** One per bucket; null where nothing is known, which is not the same as nothing spent. */
  points: readonly (bigint | null)[];
}

/** What the answer itself does not name any more: it joins "Other". */
interface RestInput {
  /** How many series it stands for. */
  count: number;
  points: readonly (bigint | null)[];
}

export interface PreparedSeries {
  key: string;
  label: string;
  isOther: boolean;
  totalNanos: bigint;
}

export interface PreparedBucket {
  /** Start, ISO 8601. */
  at: string;
  /** Still filling: drawn hatched, never compared with whole ones. */
  isPartial: boolean;
  /** In the order of `series`. */
  values: (bigint | null)[];
  /** Null where no series knows anything. */
  totalNanos: bigint | null;
}

export interface PreparedChart {
  series: PreparedSeries[];
  buckets: PreparedBucket[];
  totalNanos: bigint;
  /** How many of the input's series are drawn by name: "8 of 31". */
  namedCount: number;
  inputCount: number;
}

export const otherKey = "\u0000other";

function sum(values: readonly (bigint | null)[]): bigint | null {
  let total: bigint | null = null;
  for (const value of values) if (value !== null) total = (total ?? 0n) + value;
  return total;
}

/**
 * What a stacked chart draws: the `top` largest series (by total, then by key, so that equal ones do not swap places)
 * and everything else as one. Sums are exact: the drawn series add up to the input's total in every bucket.
 */
export function prepareChart(
  input: { buckets: readonly string[]; series: readonly SeriesInput[]; rest?: RestInput | null },
  {
    top,
    otherLabel,
    isLastPartial,
    isFirstPartial = false,
  }: { top: number; otherLabel: string; isLastPartial: boolean; isFirstPartial?: boolean },
): PreparedChart {
  const ranked = input.series
    .map((series) => ({ ...series, total: sum(series.points) ?? 0n }))
    .toSorted((a, b) => (a.total === b.total ? (a.key < b.key ? -1 : 1) : a.total < b.total ? 1 : -1));
  // One left over is drawn by its own name: "Other" of one thing would only hide it.
  const unnamed = input.rest ?? { count: 0, points: [] };
  const namedCount = unnamed.count === 0 && ranked.length <= top + 1 ? ranked.length : Math.min(top, ranked.length);
  const named = ranked.slice(0, namedCount);
  const rest = [...ranked.slice(namedCount), ...(unnamed.count > 0 ? [unnamed] : [])];

  const series: PreparedSeries[] = named.map(({ key, label, total }) => ({
    key,
    label,
    isOther: false,
    totalNanos: total,
  }));
  if (rest.length > 0) {
    const totalNanos = rest.reduce((total, { points }) => total + (sum(points) ?? 0n), 0n);
    series.push({ key: otherKey, label: otherLabel, isOther: true, totalNanos });
  }
  const buckets = input.buckets.map((at, index) => {
    const values = named.map(({ points }) => points[index] ?? null);
    if (rest.length > 0) values.push(sum(rest.map(({ points }) => points[index] ?? null)));
    const isPartial = (isFirstPartial && index === 0) || (isLastPartial && index === input.buckets.length - 1);
    return { at, isPartial, values, totalNanos: sum(values) };
  });
  return {
    series,
    buckets,
    totalNanos: series.reduce((total, one) => total + one.totalNanos, 0n),
    namedCount,
    inputCount: ranked.length + unnamed.count,
  };
}
