const dayFormats = new Map<string, Intl.DateTimeFormat>();

/** The day of a moment in a zone, as 2026-11-23. */
export function dayIn(zone: string, at: Date): string {
  const known = dayFormats.get(zone);
  // en-CA writes days as ISO 8601 does.
  const format =
    known ?? new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" });
  if (!known) dayFormats.set(zone, format);
  return format.format(at);
}

/**
 * The days, both included, that the buckets from one index to another touch; the indexes may come in any order. `endsAt`
 * is the first moment after the last bucket.
 */
export function zoomDays(
  { buckets, endsAt, zone }: { buckets: readonly string[]; endsAt: string; zone: string },
  one: number,
  other: number,
): { from: string; to: string } | null {
  const [first, last] = [buckets[Math.min(one, other)], Math.max(one, other)];
  if (first === undefined || last >= buckets.length) return null;
  const end = buckets[last + 1] ?? endsAt;
  return { from: dayIn(zone, new Date(first)), to: dayIn(zone, new Date(Date.parse(end) - 1)) };
}
