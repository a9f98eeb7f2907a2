"use client";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { ChartSync } from "#components/chart/chart-sync.tsx";
import { useOrg } from "#components/shell/org-context.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { Button } from "#components/ui/button.tsx";
import { spendQuery } from "#lib/spend/query.ts";
import type { SpendQuery } from "#lib/spend/schema.ts";
import { FilterChips } from "./filter-chips.tsx";
import { FilterMenu } from "./filter-menu.tsx";
import { GroupControl } from "./group-control.tsx";
import { CopyLink, PivotTable, SpendChart } from "./later.tsx";
import { RangeControl } from "./range-control.tsx";
import { SavedViews } from "./saved-views.tsx";
import { exploreDefaults, type SpendParams } from "./search-params.ts";
import { SpendSkeleton } from "./spend-skeleton.tsx";
import { SpendTotals } from "./spend-totals.tsx";
import { useSpendParams } from "./use-spend-params.ts";
import { ZoneControl } from "./zone-control.tsx";

// With the schema that has the words for what is wrong: nobody needs it who came by a link.
const UrlProblem = dynamic(() => import("./url-problem.tsx").then((module) => module.UrlProblem));

/** Any question to spend: which days, split by what, of whom; and the way to its calls. */
export function ExplorePage() {
  const t = useTranslations("spend");
  const { read, change } = useSpendParams(exploreDefaults);
  if (read.kind === "refused") {
    return (
      <>
        <PageHeader title={t("exploreTitle")} />
        <UrlProblem text={read.text} reset={() => change(null)} />
      </>
    );
  }
  return <Explored query={read.query} change={change} />;
}

function Explored({ query, change }: { query: SpendQuery; change: (params: Partial<SpendParams>) => void }) {
  const t = useTranslations("spend");
  const { slug, timezone } = useOrg();
  const search = new URLSearchParams(useSearchParams());
  const spend = useQuery(spendQuery(slug, query));
  const isCompared = query.compare === "previous";
  return (
    <>
      <PageHeader title={t("exploreTitle")}>
        {spend.data ? <CopyLink query={query} view={spend.data} /> : null}
        <SavedViews page="explore" />
      </PageHeader>
      <search className="mb-4 grid gap-3 print:hidden">
        <div className="flex flex-wrap items-center gap-2">
          <RangeControl query={query} zone={query.zone ?? timezone} change={change} />
          <GroupControl groupBy={query.groupBy} isTwoLevel onChange={(groupBy) => change({ groupBy })} />
          <ZoneControl zone={query.zone} orgZone={timezone} onChange={(zone) => change({ zone })} />
          <Button aria-pressed={isCompared} onClick={() => change({ compare: isCompared ? "none" : null })}>
            {t("compare")}
          </Button>
          <FilterMenu query={query} change={change} />
        </div>
        <FilterChips query={query} change={change} />
      </search>
      <QueryBoundary query={spend} skeleton={<SpendSkeleton />}>
        {(view) => (
          <ChartSync>
            <div
              className="grid grid-cols-1 gap-4 data-stale:opacity-60"
              data-stale={spend.isPlaceholderData || undefined}
            >
              <SpendTotals view={view} />
              <SpendChart view={view} query={query} change={change} />
              {view.series.length > 0 ? <PivotTable view={view} query={query} search={search} /> : null}
            </div>
          </ChartSync>
        )}
      </QueryBoundary>
    </>
  );
}
