"use client";
import { useFormatter, useTranslations } from "next-intl";
import { Money } from "#components/ui/money.tsx";
import { Stat, StatRow } from "#components/ui/stat.tsx";
import type { Plan } from "#lib/spend/what-if/plan.ts";
import type { WhatIf } from "#lib/spend/what-if/schema.ts";
import { MonthlyDifference } from "./monthly-difference.tsx";

export function PlanStats({ view, plan }: { view: WhatIf; plan: Plan }) {
  const t = useTranslations("savings");
  const format = useFormatter();
  const chosen = plan.rows.filter(({ target }) => target !== null).length;
  const period = format.dateTimeRange(new Date(view.firstDay), new Date(view.lastDay), {
    dateStyle: "medium",
    timeZone: "UTC",
  });
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
