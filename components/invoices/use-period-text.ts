"use client";
import { useFormatter } from "next-intl";
import type { Invoice } from "#lib/invoices/schema.ts";

/**
 * "Nov 1, 2026 – Nov 30, 2026": days of UTC, as providers cut them. Each by itself: of a range the server and browsers write
 * different spaces.
 */
export function usePeriodText(): (invoice: Pick<Invoice, "firstDay" | "lastDay">) => string {
  const format = useFormatter();
  const text = (day: string) => format.dateTime(new Date(day), { dateStyle: "medium", timeZone: "UTC" });
  return ({ firstDay, lastDay }) => (firstDay === lastDay ? text(firstDay) : `${text(firstDay)} – ${text(lastDay)}`);
}
