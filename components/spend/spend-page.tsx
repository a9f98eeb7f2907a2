"use client";
import { useQuery } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { CallsCard } from "#components/calls/calls-card.tsx";
import { ChartFrame } from "#components/chart/frame.tsx";
import { prepareChart } from "#components/chart/prepare.ts";
import { useOrg } from "#components/shell/org-context.tsx";
import { Empty } from "#components/state/empty.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { Card } from "#components/ui/card.tsx";
import { spendQuery } from "#lib/spend/query.ts";
import { Breakdown } from "./breakdown.tsx";
import { Headline } from "./headline.tsx";
import { spendParsers } from "./search-params.ts";
import { SpendSkeleton } from "./spend-skeleton.tsx";

const namedSeries = 7;

// messages: spend.group.*
export function SpendPage() {
  const t = useTranslations("spend");
  const format = useFormatter();
  const { slug } = useOrg();
  const [params] = useQueryStates(spendParsers);
  const query = useQuery(spendQuery(slug, params));
  return (
    <div className="grid grid-cols-1 gap-4">
      <QueryBoundary query={query} skeleton={<SpendSkeleton />}>
        {(view) => (
          <div
            className="grid grid-cols-1 gap-4 data-stale:opacity-60"
            data-stale={query.isPlaceholderData || undefined}
          >
            <Headline view={view} />
            {view.requests === 0 && view.costNanos === 0n ? (
              <div className="rounded-lg border">
                <Empty title={t("emptyTitle")} text={t("emptyText")} />
              </div>
            ) : (
              <>
                <ChartFrame
                  chart={prepareChart(view, { top: namedSeries, otherLabel: t("other"), isLastPartial: true })}
                  granularity={view.granularity}
                  fileName={`spend-${params.range}-by-${params.groupBy}.csv`}
                  note={
                    <>
                      {view.dataThrough
                        ? t("through", {
                            at: format.dateTime(new Date(view.dataThrough), {
                              dateStyle: "medium",
                              timeStyle: "short",
                            }),
                          })
                        : t("noData")}
                      {" · "}
                      {t("zone", { zone: view.timezone })}
                      {" · "}
                      {t("hatched")}
                    </>
                  }
                />
                <Card isFlush title={t(`group.${params.groupBy}`)}>
                  <Breakdown view={view} />
                </Card>
              </>
            )}
          </div>
        )}
      </QueryBoundary>
      <CallsCard />
    </div>
  );
}
