"use client";
import { useLocale, useTranslations } from "next-intl";
import { type Column, DataTable } from "#components/table/data-table.tsx";
import { Card } from "#components/ui/card.tsx";
import { Money, useUsd } from "#components/ui/money.tsx";
import { formatCount } from "#lib/format.ts";
import type { Plan } from "#lib/spend/what-if/plan.ts";
import { type RouteShare, splitByRoute } from "./by-route.ts";
import { MonthlyDifference } from "./monthly-difference.tsx";

/** The plan by route, as far as the newest calls say which route spends on which model. */
export function RoutesCard({ plan, sampledCalls }: { plan: Plan; sampledCalls: number }) {
  const t = useTranslations("savings");
  const locale = useLocale();
  const usd = useUsd();
  const { routes, unknownNanos } = splitByRoute(plan.rows);
  if (routes.length === 0) return null;
  const columns: Column<RouteShare>[] = [
    {
      id: "route",
      header: t("route"),
      cell: ({ alias }) =>
        alias === "" ? (
          <span className="text-muted">{t("noAlias")}</span>
        ) : (
          <span className="font-mono text-xs break-all">{alias}</span>
        ),
    },
    {
      id: "now",
      header: t("now"),
      cell: ({ nowNanos }) => <Money nanos={nowNanos} decimals={2} />,
      isNumeric: true,
      sortBy: ({ nowNanos }) => nowNanos,
    },
    {
      id: "difference",
      header: t("difference"),
      cell: ({ differenceNanos }) => <MonthlyDifference nanos={differenceNanos} />,
      isNumeric: true,
      sortBy: ({ differenceNanos }) => differenceNanos,
    },
  ];
  return (
    <Card
      isFlush
      title={t("byRoute")}
      description={t("byRouteText", { calls: formatCount(sampledCalls, locale), unknown: usd(unknownNanos) })}
    >
      <DataTable caption={t("byRoute")} columns={columns} rows={routes} rowKey={({ alias }) => alias} />
    </Card>
  );
}
