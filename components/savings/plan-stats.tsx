"use client";
import { useTranslations } from "next-intl";
import { usePeriodText } from "#components/invoices/use-period-text.ts";
import { Money } from "#components/ui/money.tsx";
import { Stat, StatRow } from "#components/ui/stat.tsx";
import type { Plan } from "#lib/spend/what-if/plan.ts";
import type { WhatIf } from "#lib/spend/what-if/schema.ts";
import { MonthlyDifference } from "./monthly-difference.tsx";

export function PlanStats({ view, plan }: { view: WhatIf; plan: Plan }) {
  const t = useTranslations("savings");
  const chosen = plan.rows.filter(({ target }) => target !== null).length;
  const period = usePeriodText()(view);
  return (
    <StatRow>
      <Stat label={t("now")} note={period}>
        <Money nanos={plan.nowNanos} />
      </Stat>
      <Stat label={t("then")} testId="plan-then">
        <Money nanos={plan.thenNanos} />
      </Stat>
      <Stat label={t("difference")} testId="plan-difference">
        <MonthlyDifference nanos={plan.differenceNanos} />
      </Stat>
      <Stat label={t("chosen")} note={t("ofModels", { count: plan.rows.length })}>
        {chosen}
      </Stat>
    </StatRow>
  );
}
