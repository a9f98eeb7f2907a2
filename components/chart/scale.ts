import { NANOS_PER_USD } from "#lib/money.ts";

/** US dollars as a float, for pixels only; every number that is read comes from the prepared bigints. */
export function pixels(nanos: bigint | null): number | null {
  return nanos === null ? null : Number(nanos) / Number(NANOS_PER_USD);
}

/** The same on a logarithmic axis, which has no place for zero: nothing spent is a gap there. */
export function logPixels(nanos: bigint | null): number | null {
  return nanos === null || nanos <= 0n ? null : pixels(nanos);
}

/**
 * The whole decades that hold all positive values, and a tick at each power of ten, at most eight of them. Null where
 * nothing is positive.
 */
export function logDomain(values: Iterable<number | null>): { domain: [number, number]; ticks: number[] } | null {
  let [least, most] = [Number.POSITIVE_INFINITY, 0];
  for (const value of values) {
    if (value === null || value <= 0) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  if (most === 0) return null;
  const low = Math.floor(Math.log10(least));
  const high = Math.max(low + 1, Math.ceil(Math.log10(most)));
  const step = Math.ceil((high - low) / 8);
  const ticks = Array.from({ length: Math.floor((high - low) / step) + 1 }, (_, index) => 10 ** (low + index * step));
  return { domain: [10 ** low, 10 ** high], ticks };
}
