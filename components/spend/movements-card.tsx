"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { ChartStamp } from "#components/chart/stamp.tsx";
import type { WaterfallStep } from "#components/chart/waterfall.ts";
import { WaterfallFrame } from "#components/chart/waterfall-frame.tsx";
import { useOrg } from "#components/shell/org-context.tsx";
import { Empty } from "#components/state/empty.tsx";
import { QueryBoundary } from "#components/state/query-boundary.tsx";
import { Card } from "#components/ui/card.tsx";
import { useUsd } from "#components/ui/money.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { movementsQuery } from "#lib/spend/metrics-query.ts";
import type { SpendMovements } from "#lib/spend/metrics-schema.ts";
import type { SpendGroup } from "#lib/spend/schema.ts";
import { GroupControl } from "./group-control.tsx";
import { MoversTable } from "./movers-table.tsx";

const kinds = ["new", "reactivation", "expansion", "contraction", "churn"] as const;

/** Which providers, models or boxes made the run-rate what it is, against 28 days before. */
export function MovementsCard({
  zone,
  groupBy,
  dataThrough,
  onGroup,
}: {
  zone: string | undefined;
  groupBy: SpendGroup;
  dataThrough: string | null;
  onGroup: (groupBy: string) => void;
}) {
  const { slug } = useOrg();
  const query = useQuery(movementsQuery(slug, { zone, groupBy }));
  return (
    <QueryBoundary query={query} skeleton={<Skeleton className="h-200" />}>
      {(movements) => (
        <div className="grid grid-cols-1 gap-4 data-stale:opacity-60" data-stale={query.isPlaceholderData || undefined}>
          <Moved movements={movements} dataThrough={dataThrough} onGroup={onGroup} />
        </div>
      )}
    </QueryBoundary>
  );
}

// messages: spend.kind.*
// messages: spend.reason.*
function Moved({
  movements,
  dataThrough,
  onGroup,
}: {
  movements: SpendMovements;
  dataThrough: string | null;
  onGroup: (groupBy: string) => void;
}) {
  const t = useTranslations("spend");
  const usd = useUsd();
  const group = <GroupControl groupBy={[movements.groupBy]} onChange={onGroup} />;
  if (movements.reason !== null) {
    return (
      <Card title={t("movementsTitle")} action={group}>
        <Empty title={t(`reason.${movements.reason}`)} text={t("movementsMissing")} />
      </Card>
    );
  }
  const steps: WaterfallStep[] = [
    { key: "before", label: t("before28"), kind: "level", nanos: movements.beforeNanos },
    ...kinds.map((kind) => ({
      key: kind,
      label: t(`kind.${kind}`),
      kind: "change" as const,
      nanos: movements.sums[kind],
    })),
    { key: "now", label: t("now"), kind: "level", nanos: movements.nowNanos },
  ];
  return (
    <>
      <WaterfallFrame
        steps={steps}
        title={t("movementsTitle")}
        action={group}
        label={t("movementsLabel")}
        fileName={`movements-by-${movements.groupBy}.csv`}
        note={
          <ChartStamp
            dataThrough={dataThrough}
            zone={movements.timezone}
            also={[
              t("annualised"),
              movements.matchedNanos > 0n ? t("matched", { amount: usd(movements.matchedNanos) }) : null,
            ]}
          />
        }
      />
      <MoversTable movements={movements} />
    </>
  );
}
