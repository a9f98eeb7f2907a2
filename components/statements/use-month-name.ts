"use client";
import { useLocale } from "next-intl";
import { monthName } from "#lib/statements/month-name.ts";

export function useMonthName(): (month: string) => string {
  const locale = useLocale();
  return (month) => monthName(month, locale);
}
