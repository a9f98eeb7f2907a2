"use client";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { ChartSync } from "#components/chart/chart-sync.tsx";
import { useOrg } from "#components/shell/org-context.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { spendGroups } from "#lib/spend/choices.ts";
import { headlineQuery } from "#lib/spend/metrics-query.ts";
import { spendQuery } from "#lib/spend/query.ts";
import type { SpendQuery } from "#lib/spend/schema.ts";
import { FilterChips } from "./filter-chips.tsx";
import { FilterMenu } from "./filter-menu.tsx";
import { GroupControl } from "./group-control.tsx";
import { HeadlineStats } from "./headline-stats.tsx";
import {
  CallsCard,
  ChannelsCard,
  CopyLink,
  MonthCard,
  MovementsCard,
  RunRateCard,
  SpendChart,
  TrendStats,
  UnitsCard,
} from "./later.tsx";
import { RangeControl } from "./range-control.tsx";
import { SavedViews } from "./saved-views.tsx";
import { overviewDefaults, overviewParsers, type SpendParams } from "./search-params.ts";
import { SpendSkeleton } from "./spend-skeleton.tsx";
import { SpendTotals } from "./spend-totals.tsx";
import { useSpendParams } from "./use-spend-params.ts";
import { ZoneControl } from "./zone-control.tsx";

// With the schema that has the words for what is wrong: nobody needs it who came by a link.
const UrlProblem = dynamic(() => import("./url-problem.tsx").then((module) => module.UrlProblem));

/** What finance opens first: run-rate, month, and what moved them. Every card loads by itself. */
export function OverviewPage() {
  const t = useTranslations("spend");
  const { read, change } = useSpendParams(overviewDefaults);
  if (read.kind === "refused") {
    return (
      <>
        <PageHeader title={t("title")} />
        <UrlProblem text={read.text} reset={() => change(null)} />
      </>
    );
  }
  return (
    <ChartSync>
      <Overview query={read.query} change={change} />
    </ChartSync>
  );
}

interface Shown {
  query: SpendQuery;
  change: (params: Partial<SpendParams>) => void;
}

function Overview({ query, change }: Shown) {
  const t = useTranslations("spend");
  const { slug, timezone } = useOrg();
  const { zone } = query;
  const [shown, setShown] = useQueryStates(overviewParsers, { history: "push" });
  const headline = useQuery(headlineQuery(slug, { zone }));
  const spend = useQuery(spendQuery(slug, query));
  const dataThrough = headline.data?.dataThrough ?? null;
  return (
    <>
      <PageHeader title={t("title")}>
        <ZoneControl zone={zone} orgZone={timezone} onChange={(next) => change({ zone: next })} />
        {spend.data ? <CopyLink query={query} view={spend.data} /> : null}
        <SavedViews page="overview" />
      </PageHeader>
      <div className="grid grid-cols-1 gap-4">
        <QueryBoundary query={headline} skeleton={<HeadlineSkeleton />}>
          {(data) => (
            <>
              <HeadlineStats headline={data} hasBoxes={shown.boxes} />
              <div className="grid grid-cols-1 gap-4 lg:grid-cols-2 print:grid-cols-1">
                <RunRateCard
                  headline={data}
                  hasBoxes={shown.boxes}
                  onBoxes={(boxes) => void setShown({ boxes: boxes || null })}
                />
                <MonthCard headline={data} />
              </div>
            </>
          )}
        </QueryBoundary>
        <ByDay query={query} change={change} />
        <MovementsCard
          zone={zone}
          groupBy={shown.moved}
          dataThrough={dataThrough}
          onGroup={(moved) => void setShown({ moved: spendGroups.find((group) => group === moved) ?? null })}
        />
        <ChannelsCard
          zone={zone}
          groupBy={shown.shares}
          dataThrough={dataThrough}
          onGroup={(shares) => void setShown({ shares })}
        />
        {headline.data ? <TrendStats headline={headline.data} groupBy={shown.moved} zone={zone} /> : null}
        <UnitsCard zone={zone} />
        <CallsCard />
      </div>
    </>
  );
}

function ByDay({ query, change }: Shown) {
  const t = useTranslations("spend");
  const { slug, timezone } = useOrg();
  const spend = useQuery(spendQuery(slug, query));
  return (
    <section aria-label={t("byDay")} className="grid grid-cols-1 gap-4">
      <search className="flex flex-wrap items-center gap-2 print:hidden">
        <h2 className="mr-auto text-base font-medium">{t("byDay")}</h2>
        <RangeControl query={query} zone={query.zone ?? timezone} change={change} />
        <GroupControl groupBy={query.groupBy} onChange={(groupBy) => change({ groupBy })} />
        <FilterMenu query={query} change={change} />
      </search>
      <FilterChips query={query} change={change} />
      <QueryBoundary query={spend} skeleton={<SpendSkeleton />}>
        {(view) => (
          <div
            className="grid grid-cols-1 gap-4 data-stale:opacity-60"
            data-stale={spend.isPlaceholderData || undefined}
          >
            <SpendTotals view={view} />
            <SpendChart view={view} query={query} change={change} />
          </div>
        )}
      </QueryBoundary>
    </section>
  );
}

function HeadlineSkeleton() {
  return (
    <div aria-hidden className="grid grid-cols-1 gap-4">
      <Skeleton className="h-23" />
      <div className="grid grid-cols-1 gap-4 lg:grid-cols-2">
        <Skeleton className="h-100" />
        <Skeleton className="h-100" />
      </div>
    </div>
  );
}
