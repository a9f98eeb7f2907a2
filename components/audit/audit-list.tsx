"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { useOrg } from "#components/shell/org-context.tsx";
import { Empty } from "#components/state/empty.tsx";
import { MoreButton } from "#components/state/more-button.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { auditQuery } from "#lib/audit/query.ts";
import { memberListQuery } from "#lib/members/query.ts";
import { AuditRow } from "./audit-row.tsx";
import { auditParsers, filterOf } from "./search-params.ts";

export function AuditList() {
  const t = useTranslations("audit");
  const { slug } = useOrg();
  const [params, setParams] = useQueryStates(auditParsers);
  const filter = filterOf(params);
  const isFiltered = Object.keys(filter).length > 0;
  const query = useInfiniteQuery(auditQuery(slug, filter));
  const members = useQuery(memberListQuery(slug));
  const names = new Map(members.data?.items.map(({ userId, name }) => [userId, name]));
  return (
    <div className="rounded-lg border">
      <QueryBoundary
        query={query}
        skeleton={<TableSkeleton rows={8} />}
        isEmpty={({ pages }) => !isFiltered && pages[0]?.items.length === 0}
        empty={<Empty title={t("emptyTitle")} text={t("emptyText")} />}
        isFilteredEmpty={({ pages }) => pages[0]?.items.length === 0}
        clearFilter={() => void setParams(null)}
      >
        {({ pages }) => (
          <ol aria-label={t("title")} className="divide-y">
            {pages
              .flatMap(({ items }) => items)
              .map((entry) => (
                <AuditRow key={entry.seq} entry={entry} names={names} />
              ))}
          </ol>
        )}
      </QueryBoundary>
      <MoreButton query={query} label={t("more")} />
    </div>
  );
}
