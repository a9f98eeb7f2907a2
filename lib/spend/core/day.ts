import { addDays, addMonths, monthStart } from "../days.ts";

/** 0 is Sunday. */
export function weekdayOf(day: string): number {
  return new Date(Date.parse(day)).getUTCDay();
}

/** The month that the day is in, both days included. */
export function monthOf(day: string): { startsOn: string; endsOn: string } {
  return { startsOn: monthStart(day), endsOn: addDays(addMonths(day, 1), -1) };
}

/** `count` days, `from` first. */
export function dayRange(from: string, count: number): string[] {
  return Array.from({ length: Math.max(0, count) }, (_, index) => addDays(from, index));
}
