"use client";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ChartFrame } from "#components/chart/frame.tsx";
import { ChartStamp } from "#components/chart/stamp.tsx";
import { Empty } from "#components/state/empty.tsx";
import type { SpendQuery, SpendView } from "#lib/spend/schema.ts";
import { prepareSpend } from "./prepare-spend.ts";
import { filterNames, keptBy, type SpendParams } from "./search-params.ts";
import { useSpendNames } from "./use-spend-names.ts";
import { useZoom } from "./use-zoom.ts";

/** Spend over time, stacked by the first group. */
export function SpendChart({
  view,
  query,
  change,
  title,
  action,
}: {
  view: SpendView;
  query: SpendQuery;
  change: (params: Partial<SpendParams>) => void;
  title?: ReactNode;
  action?: ReactNode;
}) {
  const t = useTranslations("spend");
  const nameOf = useSpendNames();
  const zoom = useZoom(query, change);
  const [group = "model"] = query.groupBy;
  if (view.requests === 0 && view.costNanos === 0n) {
    const isFiltered = filterNames.some((name) => keptBy(query, name).length > 0);
    return (
      <div className="rounded-lg border">
        <Empty title={t("emptyTitle")} text={isFiltered ? t("emptyFiltered") : t("emptyText")} />
      </div>
    );
  }
  return (
    <ChartFrame
      title={title}
      action={action}
      chart={prepareSpend(view, {
        otherLabel: t("other"),
        labelOf: (key, label) => nameOf(group, key, label),
      })}
      granularity={view.granularity}
      zone={view.timezone}
      endsAt={view.endsAt}
      fileName={`spend-${query.range}-by-${query.groupBy.join("-")}.csv`}
      zoom={zoom}
      hasLog
      note={
        <ChartStamp
          dataThrough={view.dataThrough}
          zone={view.timezone}
          isLastPartial={view.isLastPartial || view.isFirstPartial}
        />
      }
    />
  );
}
