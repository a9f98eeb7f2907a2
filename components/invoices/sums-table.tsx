"use client";
import { useTranslations } from "next-intl";
import { type Column, DataTable } from "#components/table/data-table.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Money } from "#components/ui/money.tsx";
import type { ReconciledSum } from "#lib/invoices/schema.ts";
import { Difference } from "./difference.tsx";

/** Of models or of days. */
export function SumsTable({
  caption,
  nameHeader,
  rows,
}: {
  caption: string;
  nameHeader: string;
  rows: readonly ReconciledSum[];
}) {
  const t = useTranslations("invoices");
  const isDay = (name: string) => /^\d{4}-\d{2}-\d{2}$/.test(name);
  const columns: Column<ReconciledSum>[] = [
    {
      id: "name",
      header: nameHeader,
      cell: ({ name, model }) => (
        <span className="inline-flex flex-wrap items-center gap-2">
          <span className="break-all tabular-nums">{name || t("nameless")}</span>
          {model === null && !isDay(name) ? <Badge tone="warn">{t("status.unknown_model")}</Badge> : null}
        </span>
      ),
      sortBy: ({ name }) => name,
    },
    {
      id: "billed",
      header: t("billed"),
      cell: ({ billedNanos }) => <Money nanos={billedNanos} />,
      isNumeric: true,
      sortBy: ({ billedNanos }) => billedNanos,
    },
    {
      id: "metered",
      header: t("metered"),
      cell: ({ meteredNanos }) => <Money nanos={meteredNanos} />,
      isNumeric: true,
      sortBy: ({ meteredNanos }) => meteredNanos,
      from: "sm",
    },
    {
      id: "difference",
      header: t("difference"),
      cell: ({ differenceNanos, meteredNanos }) => <Difference nanos={differenceNanos} of={meteredNanos} />,
      isNumeric: true,
      sortBy: ({ differenceNanos }) => differenceNanos,
    },
  ];
  return <DataTable caption={caption} columns={columns} rows={rows} rowKey={({ model, name }) => `${model} ${name}`} />;
}
