/**
 * Buckets of a histogram that grow by 2^(1/8), so that a bucket's middle is at most 4.5 % from any value in it. The bounds
 * are whole numbers, given to Postgres as they are (`width_bucket`): both sides find the same bucket without arithmetic
 * that could differ in the last bit. Small values have a bucket each.
 */
const steps = 8;
/** 2^50 nano-USD is a million dollars; 2^31 ms, the most a latency can be, is far below. */
const octaves = 50;

/** Lower bounds, ascending. Bucket n holds [bounds[n − 1], bounds[n]); bucket 0 what is below 1. */
export const bucketBounds: readonly bigint[] = boundsOf();

function boundsOf(): bigint[] {
  const bounds = new Set<bigint>();
  for (let step = 0; step <= steps * octaves; step++) bounds.add(BigInt(Math.ceil(2 ** (step / steps))));
  return [...bounds];
}

/** The bucket of a value in milliseconds or nano-USD. */
export function bucketOf(value: bigint): number {
  let [low, high] = [0, bucketBounds.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((bucketBounds[middle] ?? 0n) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The value that stands for a bucket: the geometric middle of the least and the greatest whole number in it. */
export function middleOf(bucket: number): number {
  const low = bucketBounds[bucket - 1];
  if (low === undefined) return 0;
  const next = bucketBounds[bucket];
  return next === undefined ? Number(low) : Math.sqrt(Number(low) * Number(next - 1n));
}

export interface BucketCount {
  bucket: number;
  count: number;
}

/** Nearest-rank percentiles within 4.5 %; null of nothing. In the unit of the values. */
export function percentilesOf(counts: readonly BucketCount[]): { p50: number; p95: number; count: number } | null {
  const sorted = counts.filter(({ count }) => count > 0).toSorted((a, b) => a.bucket - b.bucket);
  const count = sorted.reduce((sum, item) => sum + item.count, 0);
  if (count === 0) return null;
  return { p50: percentile(sorted, 0.5 * count), p95: percentile(sorted, 0.95 * count), count };
}

function percentile(sorted: readonly BucketCount[], rank: number): number {
  let seen = 0;
  for (const { bucket, count } of sorted) {
    seen += count;
    if (seen >= rank) return middleOf(bucket);
  }
  return 0;
}
