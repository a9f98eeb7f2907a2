/** The buckets of a chart over time: with an end they are stretches, without one they are points. */
export interface Moments {
  starts: readonly number[];
  endMs?: number | undefined;
}

/** The moment that a bucket stands for in front of other charts: the middle of a stretch, or the point itself. */
export function momentOf({ starts, endMs }: Moments, index: number): number | null {
  const start = starts[index];
  if (start === undefined) return null;
  return endMs === undefined ? start : (start + (starts[index + 1] ?? endMs)) / 2;
}

/**
 * Where a chart has the moment that another one points at: the stretch that holds it, or the nearest point that is no
 * further than half of the way to the next one. Days stand at noon UTC in charts of complete days, and from midnight to
 * midnight of a zone in charts of spend: both find the other's day in zones up to twelve hours from UTC.
 */
export function indexOfMoment({ starts, endMs }: Moments, atMs: number): number | null {
  if (endMs !== undefined) {
    if (atMs >= endMs) return null;
    const index = starts.findLastIndex((start) => start <= atMs);
    return index === -1 ? null : index;
  }
  const after = starts.findIndex((start) => start >= atMs);
  const last = after === -1 ? starts.length - 1 : after;
  const near = [last - 1, last].filter((index) => starts[index] !== undefined);
  const distance = (index: number) => Math.abs((starts[index] ?? 0) - atMs);
  const index = near.toSorted((a, b) => distance(a) - distance(b))[0];
  const step = Math.abs((starts[1] ?? 0) - (starts[0] ?? 0));
  return index === undefined || distance(index) > step / 2 ? null : index;
}
