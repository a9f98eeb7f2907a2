"use client";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import type { BudgetFacts, BudgetHistory } from "#lib/budgets/schema.ts";
import { formatUsd } from "#lib/format.ts";

const fields = [
  "name",
  "capNanos",
  "raiseNanos",
  "raiseUntil",
  "isSoft",
  "isPaused",
  "onExhausted",
  "thresholds",
  "alertsForecast",
  "boxName",
  "writtenOffNanos",
] as const;

// messages: budgetHistory.field.*
// messages: budgetTerms.action.*
/** "Cap: $5.00 → $8.00", one line for each term that an entry of the history names. */
export function useChangeText(): (item: Pick<BudgetHistory["items"][number], "before" | "after">) => string[] {
  const t = useTranslations("budgetHistory");
  const terms = useTranslations("budgetTerms");
  const format = useFormatter();
  const locale = useLocale();

  function readValue(field: (typeof fields)[number], facts: BudgetFacts | null): string | null {
    const value = facts?.[field];
    if (value === undefined || value === null) return null;
    if (typeof value === "boolean") return value ? t("yes") : t("no");
    if (typeof value === "object") return value.length === 0 ? t("none") : value.map((one) => `${one}%`).join(", ");
    if (field.endsWith("Nanos")) return formatUsd(BigInt(value), locale);
    if (field === "raiseUntil") return format.dateTime(new Date(value), { dateStyle: "medium", timeStyle: "short" });
    // Actions are open-ended: an older version may have written another.
    const action = `action.${value}` as Parameters<typeof terms>[0];
    return field === "onExhausted" && terms.has(action) ? terms(action) : value;
  }

  return ({ before, after }) =>
    fields.flatMap((field) => {
      const [was, is] = [readValue(field, before), readValue(field, after)];
      if (was === is) return [];
      const label = t(`field.${field}`);
      return [was === null || is === null ? `${label}: ${is ?? was}` : `${label}: ${was} → ${is}`];
    });
}
