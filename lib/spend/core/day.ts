const dayMs = 86_400_000;

/**
 * Days are ISO strings ("2026-11-23") of whatever zone the amounts were cut in, and this arithmetic is the calendar's: no
 * zone and no clock change can reach it.
 */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(day) + count * dayMs).toISOString().slice(0, 10);
}

/** From the first day to the second: 1 from one to the next, below zero backwards. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayMs);
}

/** `count` days, `from` first. */
export function dayRange(from: string, count: number): string[] {
  return Array.from({ length: Math.max(0, count) }, (_, index) => addDays(from, index));
}

/** 0 is Sunday. */
export function weekdayOf(day: string): number {
  return new Date(Date.parse(day)).getUTCDay();
}

/** The month that the day is in, both days included. */
export function monthOf(day: string): { startsOn: string; endsOn: string } {
  const [year = 0, month = 0] = day.split("-").map(Number);
  return {
    startsOn: `${day.slice(0, 7)}-01`,
    endsOn: new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10),
  };
}
