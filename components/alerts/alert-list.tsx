"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { useOrg } from "#components/shell/org-context.tsx";
import { Empty } from "#components/state/empty.tsx";
import { MoreButton } from "#components/state/more-button.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { alertListQuery } from "#lib/alerts/query.ts";
import { AlertRow } from "./alert-row.tsx";
import { alertParsers, filterOf } from "./search-params.ts";

export function AlertList() {
  const t = useTranslations("alerts");
  const [params, setParams] = useQueryStates(alertParsers);
  const filter = filterOf(params);
  const isFiltered = Object.keys(filter).length > 0;
  const query = useInfiniteQuery(alertListQuery(useOrg().slug, filter));
  return (
    <div className="rounded-lg border">
      <QueryBoundary
        query={query}
        skeleton={<TableSkeleton rows={6} />}
        isEmpty={({ pages }) => !isFiltered && pages[0]?.items.length === 0}
        empty={<Empty title={t("emptyTitle")} text={t("emptyText")} />}
        isFilteredEmpty={({ pages }) => pages[0]?.items.length === 0}
        clearFilter={() => void setParams(null)}
      >
        {({ pages }) => (
          <ol aria-label={t("title")} className="divide-y">
            {pages
              .flatMap(({ items }) => items)
              .map((alert) => (
                <AlertRow key={alert.id} alert={alert} />
              ))}
          </ol>
        )}
      </QueryBoundary>
      <MoreButton query={query} label={t("more")} />
    </div>
  );
}
