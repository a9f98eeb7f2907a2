"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useOrg } from "#components/shell/org-context.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { priceDiffQuery } from "#lib/prices/query.ts";
import { diffCsv } from "./csv.ts";
import { CsvButton } from "./csv-button.tsx";
import { DiffTable } from "./diff-table.tsx";

/** Grouped by provider, in the order of the names. */
export function DiffView({ from, to }: { from: number; to: number }) {
  const t = useTranslations("prices");
  const { slug } = useOrg();
  const query = useQuery(priceDiffQuery(slug, from, to));
  return (
    <QueryBoundary
      query={query}
      skeleton={<TableSkeleton rows={3} />}
      isEmpty={({ items }) => items.length === 0}
      empty={<p className="p-4 text-muted">{t("same")}</p>}
    >
      {({ items }) => {
        const groups = Object.values(Object.groupBy(items, ({ connectionId }) => connectionId)).filter(
          (group) => group !== undefined,
        );
        const name = (group: typeof items) => group.at(-1)?.connectionName ?? "";
        return (
          <>
            {groups
              .toSorted((a, b) => name(a).localeCompare(name(b)))
              .map((group) => (
                <DiffTable key={group[0]?.connectionId} name={name(group)} differences={group} />
              ))}
            <footer className="flex flex-wrap items-center justify-between gap-2 border-t px-4 py-2 text-xs text-muted">
              <span>{t("diffCount", { count: items.length })}</span>
              <CsvButton fileName={`prices-v${from}-v${to}.csv`} text={() => diffCsv(items)} />
            </footer>
          </>
        );
      }}
    </QueryBoundary>
  );
}
