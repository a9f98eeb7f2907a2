"use client";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useMay, useOrg } from "#components/shell/org-context.tsx";
import { type Column, DataTable } from "#components/table/data-table.tsx";
import { Badge, type Tone } from "#components/ui/badge.tsx";
import { Money } from "#components/ui/money.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { StatementRow } from "#lib/statements/schema.ts";
import { CloseButton } from "./close-button.tsx";
import { SignedMoney } from "./signed-money.tsx";
import { useMonthName } from "./use-month-name.ts";

const tones: Record<StatementRow["state"], Tone> = { closed: "ok", next: "warn", open: "neutral", running: "info" };

// messages: statements.state.*
export function MonthsTable({ rows }: { rows: readonly StatementRow[] }) {
  const t = useTranslations("statements");
  const { slug } = useOrg();
  const mayClose = useMay("spend.close");
  const nameOf = useMonthName();
  const columns: Column<StatementRow>[] = [
    {
      id: "month",
      header: t("month"),
      cell: ({ id, month }) =>
        id === null ? (
          <span className="whitespace-nowrap">{nameOf(month)}</span>
        ) : (
          <Link
            href={`/${slug}/spend/reports/${id}`}
            className="inline-flex min-h-6 items-center font-medium whitespace-nowrap underline-offset-2 hover:underline pointer-coarse:min-h-11"
          >
            {nameOf(month)}
          </Link>
        ),
      sortBy: ({ month }) => month,
    },
    {
      id: "state",
      header: t("stateLabel"),
      cell: ({ state }) => <Badge tone={tones[state]}>{t(`state.${state}`)}</Badge>,
    },
    {
      id: "metered",
      header: t("metered"),
      isNumeric: true,
      cell: ({ meteredNanos }) => <Money nanos={meteredNanos} decimals={2} />,
      sortBy: ({ meteredNanos }) => meteredNanos,
    },
    {
      id: "change",
      header: t("change"),
      isNumeric: true,
      cell: ({ changeNanos }) => <SignedMoney nanos={changeNanos} />,
      from: "md",
    },
    {
      id: "late",
      header: t("lateShort"),
      isNumeric: true,
      cell: ({ lateNanos }) => <SignedMoney nanos={lateNanos} />,
      from: "lg",
    },
    {
      id: "since",
      header: t("lateSince"),
      isNumeric: true,
      cell: ({ lateSinceNanos }) => <SignedMoney nanos={lateSinceNanos} />,
      from: "md",
    },
    {
      id: "closed",
      header: t("closedOn"),
      cell: ({ closedAt }) => (closedAt === null ? null : <TimeAgo at={closedAt} />),
      from: "sm",
    },
    {
      id: "close",
      header: t("close"),
      cell: ({ state, month }) => (mayClose && state === "next" ? <CloseButton month={month} /> : null),
    },
  ];
  return <DataTable caption={t("months")} columns={columns} rows={rows} rowKey={({ month }) => month} />;
}
