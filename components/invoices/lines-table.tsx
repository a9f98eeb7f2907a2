"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Empty } from "#components/state/empty.tsx";
import { type Column, DataTable } from "#components/table/data-table.tsx";
import { Badge, type Tone } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Money } from "#components/ui/money.tsx";
import type { InvoiceStatus, ReconciledLine } from "#lib/invoices/schema.ts";
import { Difference } from "./difference.tsx";

const tones: Record<InvoiceStatus, Tone> = {
  equal: "ok",
  over: "bad",
  under: "warn",
  no_usage: "bad",
  not_billed: "info",
  unknown_model: "warn",
};
/** More rows than anybody reads at once; the CSV has all. */
const shownAtFirst = 100;

// messages: invoices.status.*
export function LinesTable({ lines }: { lines: readonly ReconciledLine[] }) {
  const t = useTranslations("invoices");
  const [isEqualShown, setIsEqualShown] = useState(false);
  const [count, setCount] = useState(shownAtFirst);
  const open = lines.filter(({ status }) => isEqualShown || status !== "equal");
  const equal = lines.length - lines.filter(({ status }) => status !== "equal").length;
  const columns: Column<ReconciledLine>[] = [
    {
      id: "day",
      header: t("day"),
      cell: ({ day }) => <span className="whitespace-nowrap tabular-nums">{day}</span>,
      sortBy: ({ day }) => day,
    },
    {
      id: "model",
      header: t("model"),
      cell: ({ name }) => <span className="break-all">{name || t("nameless")}</span>,
      sortBy: ({ name }) => name,
    },
    {
      id: "status",
      header: t("statusLabel"),
      cell: ({ status }) => <Badge tone={tones[status]}>{t(`status.${status}`)}</Badge>,
    },
    {
      id: "billed",
      header: t("billed"),
      cell: ({ billedNanos }) => <Money nanos={billedNanos} />,
      isNumeric: true,
      from: "sm",
    },
    {
      id: "metered",
      header: t("metered"),
      cell: ({ meteredNanos }) => <Money nanos={meteredNanos} />,
      isNumeric: true,
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
  return (
    <>
      {equal > 0 ? (
        <div className="border-b px-4 py-2">
          <Button size="sm" aria-pressed={isEqualShown} onClick={() => setIsEqualShown(!isEqualShown)}>
            {t("showEqual", { count: equal })}
          </Button>
        </div>
      ) : null}
      {open.length === 0 ? (
        <Empty title={t("allEqual")} />
      ) : (
        <DataTable
          caption={t("lines")}
          columns={columns}
          rows={open.slice(0, count)}
          rowKey={({ day, model, name }) => `${day} ${model} ${name}`}
        />
      )}
      {open.length > count ? (
        <div className="border-t px-4 py-2">
          <Button size="sm" onClick={() => setCount(count + 400)}>
            {t("more", { n: count, m: open.length })}
          </Button>
        </div>
      ) : null}
    </>
  );
}
