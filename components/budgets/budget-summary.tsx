"use client";
import { useLocale, useTranslations } from "next-intl";
import { Card } from "#components/ui/card.tsx";
import { Money, useUsd } from "#components/ui/money.tsx";
import { DateTime, TimeUntil } from "#components/ui/time-ago.tsx";
import type { BudgetDetail } from "#lib/budgets/schema.ts";
import { formatPercent } from "#lib/format.ts";
import { BudgetBar } from "./budget-bar.tsx";
import { PaceText } from "./pace-text.tsx";
import { usedShare } from "./parts.ts";

export function BudgetSummary({ budget }: { budget: BudgetDetail }) {
  const t = useTranslations("budgets");
  const locale = useLocale();
  const usd = useUsd();
  const { account, raise } = budget;
  const { endsAt } = account;
  return (
    <Card
      title={
        <span className="text-xl tabular-nums">
          {t.rich("spentOf", {
            spent: () => <Money nanos={account.spentNanos} />,
            cap: () => <Money nanos={account.capNanos} />,
          })}
        </span>
      }
      description={t("used", { share: formatPercent(usedShare(budget), locale) })}
    >
      <BudgetBar budget={budget} isLarge />
      <div className="mt-4 space-y-1">
        <p>
          <PaceText budget={budget} />
        </p>
        {raise ? (
          <p>
            {t.rich("raisedText", {
              amount: usd(raise.nanos),
              cap: usd(budget.capNanos),
              until: () => <DateTime at={raise.until} />,
            })}
          </p>
        ) : null}
        {budget.pausedAt === null ? null : (
          <p role="status" className="text-bad">
            {t("pausedText")}
          </p>
        )}
        <p className="text-muted">
          {endsAt
            ? t.rich("resetsAt", { when: () => <TimeUntil at={endsAt} />, at: () => <DateTime at={endsAt} /> })
            : t("neverResets")}
        </p>
        {account.overCommittedNanos > 0n ? (
          <p role="status" className="text-bad">
            {budget.isSoft
              ? t("overSoft", { amount: usd(account.overCommittedNanos) })
              : t("overCommitted", { amount: usd(account.overCommittedNanos) })}
          </p>
        ) : null}
        {account.presumedNanos > 0n ? (
          <p className="text-warn">{t("presumedText", { amount: usd(account.presumedNanos) })}</p>
        ) : null}
        {account.overshootNanos > 0n ? (
          <p className="text-bad">{t("overshoot", { amount: usd(account.overshootNanos) })}</p>
        ) : null}
      </div>
    </Card>
  );
}
