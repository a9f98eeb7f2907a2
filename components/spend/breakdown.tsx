"use client";
import { useLocale, useTranslations } from "next-intl";
import { type Column, DataTable } from "#components/table/data-table.tsx";
import { Money } from "#components/ui/money.tsx";
import { formatCount, formatPercent, shareOf, usdDecimals } from "#lib/format.ts";
import type { SpendView } from "#lib/spend/schema.ts";

type Row = SpendView["series"][number];

/** Every series, also those that the chart draws as "Other". All amounts with the same decimals, so that they add up. */
export function Breakdown({ view }: { view: SpendView }) {
  const t = useTranslations("breakdown");
  const locale = useLocale();
  const least = view.series.reduce(
    (min, { costNanos }) => (costNanos > 0n && costNanos < min ? costNanos : min),
    view.costNanos,
  );
  const decimals = Math.min(6, Math.max(4, usdDecimals(least)));
  const columns: Column<Row>[] = [
    {
      id: "label",
      header: t("name"),
      cell: (row) => <span className="font-medium">{row.label}</span>,
      sortBy: (row) => row.label,
    },
    {
      id: "cost",
      header: t("cost"),
      isNumeric: true,
      cell: (row) => <Money nanos={row.costNanos} decimals={decimals} />,
      sortBy: (row) => row.costNanos,
    },
    {
      id: "share",
      header: t("share"),
      isNumeric: true,
      cell: (row) => {
        const share = shareOf(row.costNanos, view.costNanos);
        return (
          <span className="inline-flex items-center justify-end gap-2">
            <span aria-hidden className="hidden h-1.5 w-20 overflow-hidden rounded-sm bg-hover sm:block">
              <span className="block h-full bg-accent" style={{ width: `${share * 100}%` }} />
            </span>
            <span className="w-10">{formatPercent(share, locale)}</span>
          </span>
        );
      },
    },
    {
      id: "requests",
      header: t("requests"),
      isNumeric: true,
      cell: (row) => formatCount(row.requests, locale),
      sortBy: (row) => row.requests,
      from: "sm",
    },
  ];
  return <DataTable caption={t("caption")} columns={columns} rows={view.series} rowKey={(row) => row.key} />;
}
