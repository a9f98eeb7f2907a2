import { AppError } from "../errors.ts";
import { addDays, addMonths, monthStart } from "../spend/days.ts";

/** "2026-10" of any day in it, and back to its first day. */
export const monthOfDay = (day: string): string => day.slice(0, 7);
export const firstOf = (month: string): string => `${month}-01`;
export const monthAfter = (month: string, count = 1): string => monthOfDay(addMonths(firstOf(month), count));

/** What is known of an organization's months; months as "2026-10". */
export interface MonthsKnown {
  /** With usage; null without any. */
  first: string | null;
  /** Newest statement. */
  lastClosed: string | null;
  /** The running month. */
  running: string;
}

/**
 * The one month that may be closed next: the one after the last closed, or the first with usage. One after the other without
 * gaps, so that statements are a chain and everything metered is in one of them. Null: it is not over, or there is no usage.
 */
export function nextMonth({ first, lastClosed, running }: MonthsKnown): string | null {
  const next = lastClosed === null ? first : monthAfter(lastClosed);
  return next !== null && next < running ? next : null;
}

/** Throws what is in the way of closing a month. */
export function requireClosable(month: string, known: MonthsKnown, closed: ReadonlySet<string>): void {
  const next = nextMonth(known);
  if (month === next) return;
  if (closed.has(month)) throw new AppError("month_closed", `${month} is closed already.`);
  if (month >= known.running) throw new AppError("month_not_over", `${month} can be closed once it is over.`);
  if (next === null || month < next) {
    throw new AppError("month_before_first", `${month} is before the first month with usage.`);
  }
  throw new AppError("earlier_month_open", `Months are closed one after the other; the next one is ${next}.`);
}

const closeTime = "08:00:00";

/**
 * The newest month that the console closes by itself now: the last one from 08:00 of day `closeDay` of the next, until then
 * the one before. `localNow` is in the organization's zone, as "2026-11-03T08:00:00".
 */
export function dueMonth(localNow: string, closeDay: number): string {
  const running = monthStart(localNow.slice(0, 10));
  const opens = `${addDays(running, closeDay - 1)}T${closeTime}`;
  return monthAfter(monthOfDay(running), localNow >= opens ? -1 : -2);
}
