const dayMs = 86_400_000;

/** Days are ISO dates such as "2026-11-23": calendar days of whatever zone they were cut in, without a time. */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(day) + count * dayMs).toISOString().slice(0, 10);
}

/** Calendar days from `from` to `to`, the last not counted; below zero when they are the other way round. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayMs);
}

/** Every day from `from` on, `to` not included. */
export function dayList(from: string, to: string): string[] {
  return Array.from({ length: Math.max(0, daysBetween(from, to)) }, (_, index) => addDays(from, index));
}

export function monthStart(day: string): string {
  return `${day.slice(0, 7)}-01`;
}

/** The first day of the month `count` months later. */
export function addMonths(day: string, count: number): string {
  const at = new Date(`${monthStart(day)}T00:00:00Z`);
  at.setUTCMonth(at.getUTCMonth() + count);
  return at.toISOString().slice(0, 10);
}

/** The Monday of the week (ISO 8601). */
export function weekStart(day: string): string {
  const weekday = (new Date(Date.parse(day)).getUTCDay() + 6) % 7;
  return addDays(day, -weekday);
}

export function laterDay(a: string, b: string): string {
  return [a, b].toSorted()[1] ?? a;
}

export function earlierDay(a: string, b: string): string {
  return [a, b].toSorted()[0] ?? a;
}
