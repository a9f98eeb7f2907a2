"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { ArrowUp } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useQueryState, useQueryStates } from "nuqs";
import { useState } from "react";
import { useOrg } from "#components/shell/org-context.tsx";
import { Empty } from "#components/state/empty.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { Button } from "#components/ui/button.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { callListQuery } from "#lib/calls/query.ts";
import { formatCount } from "#lib/format.ts";
import { CallDetailDialog } from "./call-detail-dialog.tsx";
import { CallRows } from "./call-rows.tsx";
import { callParsers, filterOf, isFiltered, openParser } from "./search-params.ts";
import { useFreshCalls } from "./use-fresh-calls.ts";

export function CallList() {
  const t = useTranslations("calls");
  const locale = useLocale();
  const { slug } = useOrg();
  const [params, setParams] = useQueryStates(callParsers);
  const [open, setOpen] = useQueryState("open", openParser);
  const [isAtTop, setIsAtTop] = useState(true);
  const filter = filterOf(params);
  const query = useInfiniteQuery(callListQuery(slug, filter));
  const fresh = useFreshCalls(filter, isAtTop);
  const total = query.data?.pages[0]?.total;
  const isNone = (data: NonNullable<typeof query.data>) => data.pages[0]?.items.length === 0;
  return (
    <div className="rounded-lg border">
      <div className="flex min-h-10 flex-wrap items-center justify-between gap-2 border-b px-4 py-1 text-xs text-muted">
        <p role="status" className="tabular-nums">
          {total && query.data
            ? t("shownOf", {
                shown: formatCount(
                  query.data.pages.reduce((sum, { items }) => sum + items.length, 0),
                  locale,
                ),
                total: `${formatCount(total.count, locale)}${total.isCapped ? "+" : ""}`,
              })
            : " "}
        </p>
        {fresh.count > 0 && !isAtTop ? (
          <Button
            size="sm"
            onClick={() => {
              fresh.show();
              document.querySelector("[data-calls]")?.scrollTo({ top: 0 });
            }}
          >
            <ArrowUp aria-hidden />
            {t("fresh", { count: fresh.count })}
          </Button>
        ) : null}
      </div>
      <QueryBoundary
        query={query}
        skeleton={<TableSkeleton rows={10} />}
        isEmpty={(data) => isNone(data) && !isFiltered(filter)}
        empty={<Empty title={t("emptyTitle")} text={t("emptyText")} />}
        isFilteredEmpty={isNone}
        clearFilter={() => void setParams(null)}
      >
        {({ pages }) => {
          const calls = pages.flatMap(({ items }) => items);
          return (
            <CallRows
              key={JSON.stringify(filter)}
              calls={calls}
              total={total?.count ?? calls.length}
              onEnd={() => {
                if (query.hasNextPage && !query.isFetching && !query.isFetchNextPageError) void query.fetchNextPage();
              }}
              onOpen={(id) => void setOpen(id)}
              onTop={setIsAtTop}
            />
          );
        }}
      </QueryBoundary>
      {query.isFetchingNextPage ? <p className="border-t px-4 py-2 text-xs text-muted">{t("loadingMore")}</p> : null}
      {open === null ? null : <CallDetailDialog id={open} onClose={() => void setOpen(null)} />}
    </div>
  );
}
