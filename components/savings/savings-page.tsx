"use client";
import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { downloadText } from "#components/chart/download-text.ts";
import { useOrg } from "#components/shell/org-context.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Empty } from "#components/state/empty.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { Button } from "#components/ui/button.tsx";
import { Segments } from "#components/ui/segments.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { useSharedNow } from "#components/ui/use-shared-now.ts";
import { planOf } from "#lib/spend/what-if/plan.ts";
import { whatIfQuery } from "#lib/spend/what-if/query.ts";
import { type WhatIf, whatIfDays } from "#lib/spend/what-if/schema.ts";
import { planCsv } from "./plan-csv.ts";
import { PlanStats } from "./plan-stats.tsx";
import { PlanTable } from "./plan-table.tsx";
import { RoutesCard } from "./routes-card.tsx";
import { choicesOf, type Picks, savingsParsers, withChoice } from "./search-params.ts";
import { SuggestionsCard } from "./suggestions-card.tsx";

/** What the usage of the last weeks would cost elsewhere: pick targets, see the difference, hand it over as a draft. */
export function SavingsPage() {
  const t = useTranslations("savings");
  const { slug } = useOrg();
  const [{ days, plan }, setParams] = useQueryStates(savingsParsers);
  const query = useQuery(whatIfQuery(slug, days));
  return (
    <>
      <PageHeader title={t("title")} description={t("text")}>
        <Segments
          label={t("days")}
          value={String(days)}
          options={whatIfDays.map((count) => ({ value: String(count), label: t("lastDays", { count }) }))}
          onChange={(value) => void setParams({ days: whatIfDays.find((count) => String(count) === value) ?? null })}
        />
      </PageHeader>
      <QueryBoundary
        query={query}
        skeleton={
          <div className="grid gap-4">
            <Skeleton className="h-20" />
            <Skeleton className="h-48" />
            <Skeleton className="h-64" />
          </div>
        }
        isEmpty={({ sources }) => sources.length === 0}
        empty={<Empty title={t("emptyTitle")} text={t("emptyText")} />}
      >
        {(view) => (
          <div className="data-stale:opacity-60" data-stale={query.isPlaceholderData || undefined}>
            <Plan
              view={view}
              picks={plan}
              onChange={(next) => void setParams({ plan: next.length > 0 ? next : null })}
            />
          </div>
        )}
      </QueryBoundary>
    </>
  );
}

function Plan({ view, picks, onChange }: { view: WhatIf; picks: Picks; onChange: (picks: Picks) => void }) {
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
