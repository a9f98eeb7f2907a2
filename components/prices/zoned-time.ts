/** Offset of a zone from UTC at a moment, in milliseconds: positive east of Greenwich. */
function offsetAt(atMs: number, timezone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: timezone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(atMs);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"), of("second")) - atMs;
}

/**
 * The moment that a `datetime-local` field ("2026-12-01T00:00") means on a clock of this zone; null when the text is no
 * such time. A time that the clock skips in spring is counted on from before the change; of two in autumn, the first counts.
 */
export function instantOf(local: string, timezone: string): Date | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(local)) return null;
  const wall = Date.parse(`${local}Z`);
  if (Number.isNaN(wall)) return null;
  const dayMs = 86_400_000;
  // The offsets before and after any change of this day; the larger one gives the earlier moment.
  const offsets = [offsetAt(wall - dayMs, timezone), offsetAt(wall + dayMs, timezone)].toSorted((a, b) => b - a);
  const exact = offsets.map((offset) => wall - offset).find((at) => at + offsetAt(at, timezone) === wall);
  return new Date(exact ?? wall - Math.min(...offsets));
}

/** A moment as a `datetime-local` field of this zone shows it, to the minute. */
export function localOf(at: Date, timezone: string): string {
  return new Date(at.getTime() + offsetAt(Math.floor(at.getTime() / 1000) * 1000, timezone)).toISOString().slice(0, 16);
}
