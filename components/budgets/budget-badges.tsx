"use client";
import { useLocale, useTranslations } from "next-intl";
import { Badge } from "#components/ui/badge.tsx";
import { useUsd } from "#components/ui/money.tsx";
import type { Budget } from "#lib/budgets/schema.ts";
import { formatPercent } from "#lib/format.ts";
import { usedShare, warnShare } from "./parts.ts";

/** What is special about a budget now; nothing for a hard one that runs and has room. */
export function BudgetBadges({ budget }: { budget: Budget }) {
  const t = useTranslations("budgets");
  const locale = useLocale();
  const usd = useUsd();
  const share = usedShare(budget);
  return (
    <>
      {budget.pausedAt === null ? null : <Badge tone="bad">{t("badge.paused")}</Badge>}
      {budget.isSoft ? <Badge tone="info">{t("badge.soft")}</Badge> : null}
      {budget.raise ? <Badge tone="info">{t("badge.raised", { amount: usd(budget.raise.nanos) })}</Badge> : null}
      {share >= warnShare ? (
        <Badge tone={share >= 1 ? "bad" : "warn"}>{t("used", { share: formatPercent(share, locale) })}</Badge>
      ) : null}
    </>
  );
}
