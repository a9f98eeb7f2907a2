"use client";
import { useFormatter } from "next-intl";
import type { Invoice } from "#lib/invoices/schema.ts";

/** "Nov 1 – 30, 2026": days of UTC, as providers cut them. */
export function usePeriodText(): (invoice: Pick<Invoice, "firstDay" | "lastDay">) => string {
  const format = useFormatter();
  return ({ firstDay, lastDay }) =>
    format.dateTimeRange(new Date(firstDay), new Date(lastDay), { dateStyle: "medium", timeZone: "UTC" });
}
