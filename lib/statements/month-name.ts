import { firstOf } from "./months.ts";

/** "October 2026" of "2026-10". */
export function monthName(month: string, locale: string): string {
  const format = new Intl.DateTimeFormat(locale, { timeZone: "UTC", year: "numeric", month: "long" });
  return format.format(new Date(firstOf(month)));
}
