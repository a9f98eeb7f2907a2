"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { useOrg } from "#components/shell/org-context.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Empty } from "#components/state/empty.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { Segments } from "#components/ui/segments.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { maxAnomalies } from "#lib/spend/anomaly-choices.ts";
import { anomalyListQuery } from "#lib/spend/anomaly-query.ts";
import { AnomalyRow } from "./anomaly-row.tsx";
import { AnomalyRule } from "./anomaly-rule.tsx";
import { anomalyParsers, shownStates, stateOf } from "./search-params.ts";

// messages: anomalies.show.*
/** What cost far more than usual, newest first, and by which rule. */
export function AnomaliesPage() {
  const t = useTranslations("anomalies");
  const { slug } = useOrg();
  const [{ state, open }, setParams] = useQueryStates(anomalyParsers);
  const query = useQuery(anomalyListQuery(slug, stateOf(state)));
  return (
    <>
      <PageHeader title={t("title")} description={t("text")} />
      <search className="mb-4 flex max-w-full overflow-x-auto p-px print:hidden">
        <Segments
          label={t("stateLabel")}
          value={state}
          options={shownStates.map((value) => ({ value, label: t(`show.${value}`) }))}
          onChange={(value) => void setParams({ state: value, open: null })}
        />
      </search>
      <div className="grid grid-cols-1 gap-4">
        <div className="min-w-0 rounded-lg border">
          <QueryBoundary
            query={query}
            skeleton={<TableSkeleton rows={5} />}
            isEmpty={({ items }) => items.length === 0 && (state === "open" || state === "all")}
            empty={<Empty title={t("emptyTitle")} text={t("emptyText")} />}
            isFilteredEmpty={({ items }) => items.length === 0}
            clearFilter={() => void setParams(null)}
          >
            {({ items, isCut }) => (
              <>
                <ol
                  aria-label={t("title")}
                  className="divide-y data-stale:opacity-60"
                  data-stale={query.isPlaceholderData || undefined}
                >
                  {items.map((anomaly) => (
                    <AnomalyRow
                      key={anomaly.id}
                      anomaly={anomaly}
                      isOpen={open === anomaly.id}
                      onOpen={(isOpen) => void setParams({ open: isOpen ? anomaly.id : null })}
                    />
                  ))}
                </ol>
                {isCut ? (
                  <p className="border-t px-4 py-2 text-xs text-muted">{t("cut", { count: maxAnomalies })}</p>
                ) : null}
              </>
            )}
          </QueryBoundary>
        </div>
        <AnomalyRule />
      </div>
    </>
  );
}
