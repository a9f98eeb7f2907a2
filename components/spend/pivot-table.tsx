"use client";
import { Download } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { createSerializer } from "nuqs";
import { useState } from "react";
import { downloadText } from "#components/chart/download-text.ts";
import { useOrg } from "#components/shell/org-context.tsx";
import { type Column, DataTable } from "#components/table/data-table.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { Money } from "#components/ui/money.tsx";
import { formatCount, formatPercent, shareOf, usdDecimals } from "#lib/format.ts";
import { maxNanos, minNanos } from "#lib/money.ts";
import type { SpendQuery, SpendView } from "#lib/spend/schema.ts";
import { ChangeText } from "./change-text.tsx";
import { callsOf, drillInto } from "./drill.ts";
import { type PivotRow, pivotCsv, preparePivot } from "./pivot.ts";
import { listParam, type SpendParams, spendParsers } from "./search-params.ts";
import { useSpendNames } from "./use-spend-names.ts";

const columnsShown = 6;
const rowsShown = 25;
const serialize = createSerializer(spendParsers);

// messages: spend.dimension.*
// messages: spend.group.*
/** Rows by the first group, columns by the second. A name leads to its own picture, "Calls" to what it is made of. */
export function PivotTable({ view, query, search }: { view: SpendView; query: SpendQuery; search: URLSearchParams }) {
  const t = useTranslations("spend");
  const locale = useLocale();
  const { slug, timezone } = useOrg();
  const nameOf = useSpendNames();
  const [isAll, setIsAll] = useState(false);
  const [group = "model", inner = "model"] = query.groupBy;
  const pivot = preparePivot(view, {
    most: columnsShown,
    nameOf: (key, label) => nameOf(group, key, label),
    innerNameOf: (key, label) => nameOf(inner, key, label),
    restLabel: (count) => t("moreRows", { count }),
  });
  const decimals = decimalsOf(pivot.rows.map(({ costNanos }) => costNanos));
  const most = pivot.rows.reduce((max, { cells }) => cells.reduce(maxNanos, max), 0n);
  const hasPrevious = view.previousNanos !== null;

  function drillHref({ key }: PivotRow): string | null {
    const params = key === null ? null : drillInto(query, group, key);
    return params && serialize(search, params as Partial<SpendParams>);
  }
  function callsHref({ key }: PivotRow): string | null {
    const params = key === null ? null : drillInto(query, group, key);
    const name = group === "group" ? null : group;
    if (!params || name === null || key === null || key === "") return null;
    const calls = callsOf({ ...query, [name]: [key] }, view, timezone);
    return calls === null ? null : `/${slug}/calls?${calls}`;
  }
  const hasCalls = pivot.rows.some((row) => callsHref(row) !== null);

  const columns: Column<PivotRow>[] = [
    {
      id: "label",
      header: t(`dimension.${group}`),
      cell: (row) => <RowName row={row} href={drillHref(row)} />,
      sortBy: (row) => row.label,
      foot: t("total"),
    },
    ...[...pivot.columns, ...(pivot.hasOther ? [{ key: null, label: t("other") }] : [])].map(
      ({ key, label }, index) => ({
        id: `column-${index}-${key}`,
        header: label,
        isNumeric: true,
        cell: (row: PivotRow) => <Heat nanos={row.cells[index] ?? 0n} most={most} decimals={decimals} />,
        sortBy: (row: PivotRow) => row.cells[index] ?? 0n,
        foot: <Money nanos={pivot.sums[key === null ? pivot.sums.length - 1 : index] ?? 0n} decimals={decimals} />,
      }),
    ),
    {
      id: "cost",
      header: pivot.columns.length > 0 ? t("total") : t("cost"),
      isNumeric: true,
      cell: (row) => <Money nanos={row.costNanos} decimals={decimals} />,
      sortBy: (row) => row.costNanos,
      foot: (
        <span data-testid="pivot-total">
          <Money nanos={pivot.totalNanos} decimals={decimals} />
        </span>
      ),
    },
    {
      id: "share",
      header: t("share"),
      isNumeric: true,
      cell: (row) => formatPercent(shareOf(row.costNanos, view.costNanos), locale),
      from: "sm",
      foot: "",
    },
    ...(hasPrevious
      ? [
          {
            id: "previous",
            header: t("change"),
            isNumeric: true,
            cell: ({ costNanos, previousNanos }: PivotRow) => (
              <span className="whitespace-nowrap text-muted">
                <ChangeText now={costNanos} before={previousNanos} isShort />
              </span>
            ),
            sortBy: ({ costNanos, previousNanos }: PivotRow) => costNanos - (previousNanos ?? 0n),
            from: "md" as const,
            foot: "",
          },
        ]
      : []),
    {
      id: "requests",
      header: t("requests"),
      isNumeric: true,
      cell: (row) => formatCount(row.requests, locale),
      sortBy: (row) => row.requests,
      from: "sm",
      foot: formatCount(view.requests, locale),
    },
    ...(hasCalls
      ? [
          {
            id: "calls",
            header: t("calls"),
            cell: (row: PivotRow) => <CallsLink href={callsHref(row)} label={t("callsOf", { name: row.label })} />,
            foot: "",
          },
        ]
      : []),
  ];
  return (
    <Card
      isFlush
      title={t(`group.${group}`)}
      description={view.isCut ? t("cut") : undefined}
      action={
        <Button
          size="sm"
          className="print:hidden"
          onClick={() =>
            downloadText(
              `spend-${query.range}-table-${listParam(query.groupBy)?.replace(",", "-")}.csv`,
              "text/csv",
              pivotCsv(pivot, {
                name: t(`dimension.${group}`),
                other: t("other"),
                total: t("total"),
                previous: t("previous"),
                requests: t("requests"),
              }),
            )
          }
        >
          <Download aria-hidden />
          {t("tableCsv")}
        </Button>
      }
    >
      <DataTable
        caption={t("tableCaption")}
        columns={columns}
        rows={isAll ? pivot.rows : pivot.rows.slice(0, rowsShown)}
        rowKey={({ key }) => `row ${key}`}
      />
      {pivot.rows.length > rowsShown ? (
        <div className="border-t px-2 py-1 print:hidden">
          <Button variant="ghost" size="sm" aria-expanded={isAll} onClick={() => setIsAll(!isAll)}>
            {isAll ? t("fewerRows") : t("allRows", { count: pivot.rows.length })}
          </Button>
        </div>
      ) : null}
    </Card>
  );
}

/** As many as the smallest amount needs, between two and six, so that a column adds up to the eye. */
function decimalsOf(amounts: readonly bigint[]): number {
  const positive = amounts.filter((nanos) => nanos > 0n);
  const least = positive.reduce(minNanos, positive[0] ?? 0n);
  return Math.min(6, Math.max(2, usdDecimals(least)));
}

function RowName({ row, href }: { row: PivotRow; href: string | null }) {
  if (href === null) return <span className="font-medium">{row.label}</span>;
  return (
    <Link href={href} className="inline-flex min-h-6 items-center font-medium underline-offset-2 hover:underline">
      {row.label}
    </Link>
  );
}

function CallsLink({ href, label }: { href: string | null; label: string }) {
  const t = useTranslations("spend");
  if (href === null) return null;
  return (
    <Link href={href} aria-label={label} className="inline-flex min-h-6 items-center underline hover:text-foreground">
      {t("calls")}
    </Link>
  );
}

/** The larger the amount, the deeper the ground it stands on. */
function Heat({ nanos, most, decimals }: { nanos: bigint; most: bigint; decimals: number }) {
  const depth = Math.round(shareOf(nanos, most) * 24);
  return (
    <span
      className="-mx-1 inline-block rounded-sm px-1"
      style={depth === 0 ? {} : { background: `color-mix(in srgb, var(--accent) ${depth}%, transparent)` }}
    >
      {nanos === 0n ? <span className="text-muted">–</span> : <Money nanos={nanos} decimals={decimals} />}
    </span>
  );
}
