"use client";
import { Download } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { downloadText } from "#components/chart/download-text.ts";
import { type Column, DataTable } from "#components/table/data-table.tsx";
import { Badge, type Tone } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { formatUsd } from "#lib/format.ts";
import type { Movement, MovementKind, SpendMovements } from "#lib/spend/metrics-schema.ts";
import { moversCsv } from "./movers-csv.ts";
import { useSpendNames } from "./use-spend-names.ts";

const shownAtFirst = 10;
const tones: Record<MovementKind, Tone> = {
  new: "info",
  reactivation: "info",
  expansion: "warn",
  contraction: "ok",
  churn: "ok",
  unchanged: "neutral",
};

// messages: spend.kind.*
// messages: spend.dimension.*
/** Who moved most, and how much of it was more use, another price, or another mix. */
export function MoversTable({ movements }: { movements: SpendMovements }) {
  const t = useTranslations("spend");
  const locale = useLocale();
  const nameOf = useSpendNames();
  const [isAll, setIsAll] = useState(false);
  const { items, groupBy } = movements;
  const delta = (nanos: bigint) => `${nanos > 0n ? "+" : ""}${formatUsd(nanos, locale, 2)}`;
  const split = (key: "volumeNanos" | "priceNanos" | "mixNanos") => (row: Movement) =>
    row.kind === "expansion" || row.kind === "contraction" ? delta(row[key]) : <span className="text-muted">–</span>;
  const amount = (id: string, header: string, cell: Column<Movement>["cell"], sortBy: (row: Movement) => bigint) => ({
    id,
    header,
    isNumeric: true,
    cell: (row: Movement) => <span className="whitespace-nowrap">{cell(row)}</span>,
    sortBy,
  });
  const columns: Column<Movement>[] = [
    {
      id: "name",
      header: t(`dimension.${groupBy}`),
      cell: (row) => <span className="font-medium">{nameOf(groupBy, row.key, row.label)}</span>,
      sortBy: (row) => row.label,
    },
    { id: "kind", header: t("kindLabel"), cell: ({ kind }) => <Badge tone={tones[kind]}>{t(`kind.${kind}`)}</Badge> },
    amount(
      "delta",
      t("change"),
      ({ deltaNanos }) => delta(deltaNanos),
      ({ deltaNanos }) => deltaNanos,
    ),
    amount("volume", t("volume"), split("volumeNanos"), ({ volumeNanos }) => volumeNanos),
    amount("price", t("price"), split("priceNanos"), ({ priceNanos }) => priceNanos),
    amount("mix", t("mix"), split("mixNanos"), ({ mixNanos }) => mixNanos),
    amount(
      "now",
      t("now"),
      ({ nowNanos }) => formatUsd(nowNanos, locale, 2),
      ({ nowNanos }) => nowNanos,
    ),
  ];
  return (
    <Card
      isFlush
      title={t("moversTitle")}
      description={movements.isCut ? t("moversCut", { count: items.length }) : undefined}
      action={
        <Button
          size="sm"
          className="print:hidden"
          onClick={() =>
            downloadText(
              `movers-by-${groupBy}.csv`,
              "text/csv",
              moversCsv(items, (row) => nameOf(groupBy, row.key, row.label), [
                t(`dimension.${groupBy}`),
                t("kindLabel"),
                t("before28"),
                t("now"),
                t("change"),
                t("volume"),
                t("price"),
                t("mix"),
              ]),
            )
          }
        >
          <Download aria-hidden />
          {t("tableCsv")}
        </Button>
      }
    >
      <DataTable
        caption={t("moversTitle")}
        columns={columns}
        rows={isAll ? items : items.slice(0, shownAtFirst)}
        rowKey={({ key }) => `row ${key}`}
      />
      {items.length > shownAtFirst ? (
        <div className="border-t px-2 py-1 print:hidden">
          <Button variant="ghost" size="sm" aria-expanded={isAll} onClick={() => setIsAll(!isAll)}>
            {isAll ? t("fewerRows") : t("allRows", { count: items.length })}
          </Button>
        </div>
      ) : null}
    </Card>
  );
}
