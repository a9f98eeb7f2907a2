"use client";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { useOrg } from "#components/shell/org-context.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Empty } from "#components/state/empty.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { Segments } from "#components/ui/segments.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { whatIfDays } from "#lib/spend/what-if/days.ts";
import { whatIfQuery } from "#lib/spend/what-if/query.ts";
import { savingsParsers } from "./search-params.ts";

// Prices with all it takes (schedules, tiers, discounts): it follows the first paint.
const PlanView = dynamic(() => import("./plan-view.tsx").then((module) => module.PlanView), {
  ssr: false,
  loading: () => <PlanSkeleton />,
});

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
        skeleton={<PlanSkeleton />}
        isEmpty={({ sources }) => sources.length === 0}
        empty={<Empty title={t("emptyTitle")} text={t("emptyText")} />}
      >
        {(view) => (
          <div className="data-stale:opacity-60" data-stale={query.isPlaceholderData || undefined}>
            <PlanView
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

function PlanSkeleton() {
  return (
    <div className="grid gap-4">
      <Skeleton className="h-20" />
      <Skeleton className="h-48" />
      <Skeleton className="h-64" />
    </div>
  );
}
