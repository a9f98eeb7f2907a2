"use client";
import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { downloadText } from "#components/chart/download-text.ts";
import { Button } from "#components/ui/button.tsx";
import { useSharedNow } from "#components/ui/use-shared-now.ts";
import { planOf } from "#lib/spend/what-if/plan.ts";
import type { WhatIf } from "#lib/spend/what-if/schema.ts";
import { planCsv } from "./plan-csv.ts";
import { PlanStats } from "./plan-stats.tsx";
import { PlanTable } from "./plan-table.tsx";
import { RoutesCard } from "./routes-card.tsx";
import { choicesOf, type Picks, withChoice } from "./search-params.ts";
import { SuggestionsCard } from "./suggestions-card.tsx";

/** The plan that the address holds, priced in the browser. */
export function PlanView({ view, picks, onChange }: { view: WhatIf; picks: Picks; onChange: (picks: Picks) => void }) {
  const t = useTranslations("savings");
  const nowMs = useSharedNow().getTime();
  const plan = planOf(view, choicesOf(picks), nowMs);
  const choose = (source: string, choice: { target: string; basisPoints: number } | null) =>
    onChange(withChoice(picks, source, choice));
  return (
    <div className="grid grid-cols-1 gap-4">
      <PlanStats view={view} plan={plan} />
      <SuggestionsCard view={view} onTry={choose} />
      <PlanTable
        view={view}
        plan={plan}
        nowMs={nowMs}
        onChoose={choose}
        action={
          <span className="flex flex-wrap gap-1.5">
            {picks.length > 0 ? <Button onClick={() => onChange([])}>{t("clear")}</Button> : null}
            <Button
              onClick={() => downloadText(`savings-${view.firstDay}-${view.lastDay}.csv`, "text/csv", planCsv(plan))}
            >
              <Download aria-hidden />
              {t("csv")}
            </Button>
          </span>
        }
      />
      <RoutesCard plan={plan} sampledCalls={view.sampledCalls} />
      <p className="text-xs text-muted">{t("method", { days: view.days, zone: view.timezone })}</p>
    </div>
  );
}
