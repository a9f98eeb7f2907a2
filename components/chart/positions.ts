/** Where the buckets of a chart stand between its left edge (0) and its right (1). */
export interface Positions {
  centers: readonly number[];
  /** One more than centers: bucket i reaches from edges[i] to edges[i + 1]. */
  edges: readonly number[];
}

/** Bars stand in bands of equal width. */
export function bandPositions(count: number): Positions {
  return {
    centers: Array.from({ length: count }, (_, index) => (index + 0.5) / count),
    edges: Array.from({ length: count + 1 }, (_, index) => index / Math.max(1, count)),
  };
}

/** Lines run from the first moment at the left edge to the last one at the right, true to scale. */
export function timePositions(moments: readonly number[]): Positions {
  const [first = 0, last = 0] = [moments[0], moments.at(-1)];
  const span = last - first;
  const centers = moments.map((ms) => (span === 0 ? 0.5 : (ms - first) / span));
  const between = centers.slice(1).map((center, index) => (center + (centers[index] ?? center)) / 2);
  return { centers, edges: [0, ...between, 1] };
}

/** The bucket under a point of the chart; the nearest one outside of it. Null without buckets. */
export function indexAt({ centers, edges }: Positions, fraction: number): number | null {
  if (centers.length === 0) return null;
  const index = edges.findLastIndex((edge) => edge <= fraction);
  return Math.min(centers.length - 1, Math.max(0, index));
}

/** Where a moment stands, by the buckets around it; null outside of the chart. `endMs` ends the last bucket of bars. */
export function fractionOf(
  { centers, edges }: Positions,
  starts: readonly number[],
  at: number,
  endMs?: number,
): number | null {
  const index = starts.findLastIndex((start) => start <= at);
  const start = starts[index];
  if (start === undefined || (endMs !== undefined && at >= endMs)) return null;
  const isBand = edges[0] !== centers[0];
  const places = isBand ? edges : centers;
  const next = starts[index + 1] ?? endMs;
  const [from = 0, to = from] = [places[index], places[index + 1]];
  if (next === undefined) return at === start ? from : null;
  return from + ((to - from) * (at - start)) / (next - start);
}
