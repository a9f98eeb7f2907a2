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
  const mayClose = useMay("spend.close");
  const columns: Column<StatementRow>[] = [
    { id: "month", header: t("month"), cell: (row) => <Month row={row} />, sortBy: ({ month }) => month },
    { id: "state", header: t("stateLabel"), cell: ({ state }) => <State state={state} />, from: "sm" },
    {
      id: "metered",
      header: t("usage"),
      isNumeric: true,
      cell: ({ meteredNanos }) => <Money nanos={meteredNanos} decimals={2} />,
      sortBy: ({ meteredNanos }) => meteredNanos,
    },
    {
      id: "change",
      header: t("change"),
      isNumeric: true,
      cell: ({ changeNanos }) => <SignedMoney nanos={changeNanos} decimals={2} />,
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
  ];
  // Without anything to close there is no column for it.
  if (mayClose && rows.some(({ state }) => state === "next")) {
    columns.push({
      id: "close",
      header: t("close"),
      cell: ({ state, month }) => (state === "next" ? <CloseButton month={month} /> : null),
    });
  }
  return <DataTable caption={t("months")} columns={columns} rows={rows} rowKey={({ month }) => month} />;
}

/** On a phone the state stands below the name. */
function Month({ row: { id, month, state } }: { row: StatementRow }) {
  const { slug } = useOrg();
  const name = useMonthName()(month);
  return (
    <>
      {id === null ? (
        <span className="whitespace-nowrap">{name}</span>
      ) : (
        <Link
          href={`/${slug}/spend/reports/${id}`}
          className="inline-flex min-h-6 items-center font-medium whitespace-nowrap underline-offset-2 hover:underline pointer-coarse:min-h-11"
        >
          {name}
        </Link>
      )}
      <div className="pb-1.5 sm:hidden">
        <State state={state} />
      </div>
    </>
  );
}

function State({ state }: Pick<StatementRow, "state">) {
  const t = useTranslations("statements");
  return <Badge tone={tones[state]}>{t(`state.${state}`)}</Badge>;
}
