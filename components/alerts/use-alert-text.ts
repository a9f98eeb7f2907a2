"use client";
import { useLocale, useTranslations } from "next-intl";
import { alertAmounts } from "#lib/alerts/amounts.ts";
import type { Alert } from "#lib/alerts/schema.ts";

// messages: alerts.told.*
/** What happened, in one sentence. */
export function useAlertText(): (alert: Alert) => string {
  const t = useTranslations("alerts");
  const locale = useLocale();
  return ({ kind, percent, figures }) => t(`told.${kind}`, { percent, ...alertAmounts(figures, locale) });
}
