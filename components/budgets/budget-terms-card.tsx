"use client";
import { useLocale, useTranslations } from "next-intl";
import { Card } from "#components/ui/card.tsx";
import type { Budget } from "#lib/budgets/schema.ts";
import { formatPercent } from "#lib/format.ts";

// messages: budgetTerms.kind.*
// messages: budgetTerms.kindText.*
// messages: budgetTerms.action.*
// messages: budgetTerms.actionText.*
/** What happens at the cap, who is told, and why the budget is there. */
export function BudgetTermsCard({ budget }: { budget: Budget }) {
  const t = useTranslations("budgetTerms");
  const locale = useLocale();
  const { isSoft, onExhausted, thresholds, alertsForecast, notes } = budget;
  const kind = isSoft ? "soft" : "hard";
  const alerts = [
    ...thresholds.map((percent) => formatPercent(percent / 100, locale)),
    ...(alertsForecast ? [t("forecastShort")] : []),
  ];
  return (
    <Card title={t("title")}>
      <dl className="grid gap-x-6 sm:gap-y-2 sm:grid-cols-[auto_1fr]">
        <dt className="text-muted">{t(`kind.${kind}`)}</dt>
        <dd className="mb-2 sm:mb-0">{t(`kindText.${kind}`)}</dd>
        {isSoft ? null : (
          <>
            <dt className="text-muted">{t(`action.${onExhausted}`)}</dt>
            <dd className="mb-2 sm:mb-0">{t(`actionText.${onExhausted}`)}</dd>
          </>
        )}
        <dt className="text-muted">{t("thresholds")}</dt>
        <dd className="mb-2 sm:mb-0">{alerts.length === 0 ? t("nobody") : alerts.join(", ")}</dd>
        {notes === "" ? null : (
          <>
            <dt className="text-muted">{t("notes")}</dt>
            <dd className="mb-2 break-words sm:mb-0 whitespace-pre-wrap">{notes}</dd>
          </>
        )}
      </dl>
    </Card>
  );
}
