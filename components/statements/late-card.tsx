"use client";
import { useTranslations } from "next-intl";
import { type Column, DataTable } from "#components/table/data-table.tsx";
import { Card } from "#components/ui/card.tsx";
import type { Late } from "#lib/statements/schema.ts";
import { SignedMoney } from "./signed-money.tsx";
import { useMonthName } from "./use-month-name.ts";

type Row = { id: string; name: string; nanos: bigint };

/** Of which months a statement carries usage; nothing where it carries none. */
export function LateCard({ late }: { late: Late }) {
  const t = useTranslations("statements");
  const nameOf = useMonthName();
  const rows: Row[] = late.months.map(({ month, nanos }) => ({ id: month, name: nameOf(month), nanos }));
  if (late.otherNanos !== 0n) rows.push({ id: "other", name: t("lateOther"), nanos: late.otherNanos });
  if (rows.length === 0) return null;
  const columns: Column<Row>[] = [
    { id: "month", header: t("month"), cell: ({ name }) => name },
    {
      id: "late",
      header: t("cost"),
      isNumeric: true,
      cell: ({ nanos }) => <SignedMoney nanos={nanos} />,
      foot: <SignedMoney nanos={late.nanos} />,
    },
  ];
  return (
    <Card isFlush title={t("lateMonths")}>
      <DataTable caption={t("lateMonths")} columns={columns} rows={rows} rowKey={({ id }) => id} />
    </Card>
  );
}
