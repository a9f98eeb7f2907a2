"use client";
import { useLocale, useTranslations } from "next-intl";
import { ChangeText } from "#components/spend/change-text.tsx";
import { Money, useUsd } from "#components/ui/money.tsx";
import { Stat, StatRow } from "#components/ui/stat.tsx";
import { formatCount, formatExactUsd } from "#lib/format.ts";
import type { StatementDetail } from "#lib/statements/schema.ts";

export function StatementStats({ statement: { content, previousNanos } }: { statement: StatementDetail }) {
  const t = useTranslations("statements");
  const spend = useTranslations("spend");
  const usd = useUsd();
  const locale = useLocale();
  const { totalNanos, meteredNanos, late, runRate, budget, subscriptionNanos } = content;
  const early = runRate.isEarly ? t("runRateEarly") : null;
  return (
    <div className="grid grid-cols-1 gap-4">
      <StatRow>
        <Stat label={t("total")} testId="statement-total" note={formatExactUsd(totalNanos, locale)}>
          <Money nanos={totalNanos} decimals={2} />
        </Stat>
        <Stat label={t("metered")} note={<ChangeText now={meteredNanos} before={previousNanos} />}>
          <Money nanos={meteredNanos} decimals={2} />
        </Stat>
        <Stat label={t("late")} testId="statement-late">
          <Money nanos={late.nanos} decimals={2} />
        </Stat>
        <Stat label={t("calls")} note={spend("errors", { count: content.errors })}>
          {formatCount(content.requests, locale)}
        </Stat>
      </StatRow>
      <StatRow>
        <Stat label={t("runRate")} note={early}>
          {runRate.nanos === null ? t("missing") : <Money nanos={runRate.nanos} decimals={2} />}
        </Stat>
        <Stat
          label={budget ? t("budget", { name: budget.name }) : t("noBudget")}
          note={budget ? t("budgetOf", { cap: usd(budget.capNanos) }) : null}
        >
          {budget ? <Money nanos={budget.spentNanos} decimals={2} /> : "–"}
        </Stat>
        <Stat label={t("boxes")} note={subscriptionNanos === null ? null : t("boxesNote")}>
          {subscriptionNanos === null ? "–" : <Money nanos={subscriptionNanos} decimals={2} />}
        </Stat>
      </StatRow>
    </div>
  );
}
