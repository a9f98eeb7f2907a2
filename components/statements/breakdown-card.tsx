"use client";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { usePrinting } from "#components/chart/use-printing.ts";
import { useSpendNames } from "#components/spend/use-spend-names.ts";
import { type Column, DataTable } from "#components/table/data-table.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { Money } from "#components/ui/money.tsx";
import { formatCount, formatPercent, shareOf } from "#lib/format.ts";
import type { StatementGroup } from "#lib/statements/groups.ts";
import type { StatementContent } from "#lib/statements/schema.ts";

const shownAtFirst = 10;

interface Row {
  id: string;
  name: string;
  costNanos: bigint;
  requests: number;
}

// messages: statements.by.*
// messages: spend.dimension.*
/** What the month is made of; the rows and the others are its total. */
export function BreakdownCard({ content, group }: { content: StatementContent; group: StatementGroup }) {
  const t = useTranslations("statements");
  const spend = useTranslations("spend");
  const locale = useLocale();
  const nameOf = useSpendNames();
  const [isAll, setIsAll] = useState(false);
  const isPrinting = usePrinting();
  const { items, others } = content.by[group];
  const rows: Row[] = items.map(({ key, label, ...amounts }) => ({
    id: `key ${key}`,
    name: nameOf(group, key, label),
    ...amounts,
  }));
  if (others) rows.push({ id: "others", name: t("others", { count: others.count }), ...others });
  const columns: Column<Row>[] = [
    {
      id: "name",
      header: spend(`dimension.${group}`),
      cell: ({ name }) => <span className="break-all">{name}</span>,
      foot: t("metered"),
    },
    {
      id: "calls",
      header: t("calls"),
      isNumeric: true,
      cell: ({ requests }) => formatCount(requests, locale),
      foot: formatCount(content.requests, locale),
      from: "sm",
    },
    {
      id: "share",
      header: t("share"),
      isNumeric: true,
      cell: ({ costNanos }) => formatPercent(shareOf(costNanos, content.meteredNanos), locale),
      from: "sm",
    },
    {
      id: "cost",
      header: t("cost"),
      isNumeric: true,
      cell: ({ costNanos }) => <Money nanos={costNanos} decimals={2} />,
      foot: <Money nanos={content.meteredNanos} decimals={2} />,
    },
  ];
  return (
    <Card isFlush title={t(`by.${group}`)}>
      <DataTable
        caption={t(`by.${group}`)}
        columns={columns}
        rows={isAll || isPrinting ? rows : rows.slice(0, shownAtFirst)}
        rowKey={({ id }) => id}
      />
      {rows.length > shownAtFirst ? (
        <div className="border-t px-2 py-1 print:hidden">
          <Button variant="ghost" size="sm" aria-expanded={isAll} onClick={() => setIsAll(!isAll)}>
            {isAll ? spend("fewerRows") : spend("allRows", { count: rows.length })}
          </Button>
        </div>
      ) : null}
    </Card>
  );
}
