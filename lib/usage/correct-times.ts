/** Differences up to this are the network's and the rounding's, not the clock's. */
export const toleratedSkewMs = 60_000;

/** How far a box's clock is behind the console's, milliseconds (negative: ahead); 0 when that is within a minute. */
export function skewOf(sentAtMs: number | undefined, receivedAtMs: number): number {
  const skew = sentAtMs === undefined ? 0 : receivedAtMs - sentAtMs;
  return Math.abs(skew) > toleratedSkewMs ? skew : 0;
}

/**
 * When an event happened by the console's clock: the box's word moved by its skew, and never later than its arrival. The
 * correction stands beside the time; not 0 means that the clock was wrong.
 */
export function correctTime(
  reportedAtMs: number,
  { skewMs, receivedAtMs }: { skewMs: number; receivedAtMs: number },
): { occurredAtMs: number; clockSkewMs: number } {
  const moved = reportedAtMs + skewMs;
  const occurredAtMs = moved > receivedAtMs + toleratedSkewMs ? receivedAtMs : Math.max(0, moved);
  return { occurredAtMs, clockSkewMs: occurredAtMs - reportedAtMs };
}
