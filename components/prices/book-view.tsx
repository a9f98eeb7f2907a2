"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { useOrg } from "#components/shell/org-context.tsx";
import { Empty } from "#components/state/empty.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { priceBookQuery } from "#lib/prices/query.ts";
import { BookFilters } from "./book-filters.tsx";
import { bookCsv } from "./csv.ts";
import { CsvButton } from "./csv-button.tsx";
import { filterLines } from "./filter-lines.ts";
import { PriceTable } from "./price-table.tsx";
import { priceParsers } from "./search-params.ts";

/** What every model costs now. */
export function BookView() {
  const t = useTranslations("prices");
  const { slug } = useOrg();
  const query = useQuery(priceBookQuery(slug));
  const [params, setParams] = useQueryStates(priceParsers);
  return (
    <div className="rounded-lg border">
      <BookFilters lines={query.data?.items ?? []} />
      <QueryBoundary
        query={query}
        skeleton={<TableSkeleton rows={8} />}
        isEmpty={({ items }) => items.length === 0}
        empty={<Empty title={t("emptyTitle")} text={t("emptyText")} />}
        isFilteredEmpty={({ items }) => filterLines(items, params).length === 0}
        clearFilter={() => void setParams({ search: null, provider: null, source: null })}
      >
        {({ items, version, edition }) => (
          <>
            <PriceTable caption={t("title")} lines={filterLines(items, params)} hasProvider />
            <footer className="flex flex-wrap items-center justify-between gap-2 border-t px-4 py-2 text-xs text-muted">
              <span>{t("bookOf", { version, edition })}</span>
              <CsvButton fileName={`prices-v${version}.csv`} text={() => bookCsv(filterLines(items, params))} />
            </footer>
          </>
        )}
      </QueryBoundary>
    </div>
  );
}
