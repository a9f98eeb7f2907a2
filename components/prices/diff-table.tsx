"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { type Column, DataTable } from "#components/table/data-table.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { comparePrices } from "#lib/prices/compare.ts";
import type { PriceDifference } from "#lib/prices/schema.ts";
import { DiffSteps } from "./diff-steps.tsx";
import { ShowMore } from "./show-more.tsx";

const step = 50;

/** The models of one provider whose price differs. */
export function DiffTable({ name, differences }: { name: string; differences: readonly PriceDifference[] }) {
  const t = useTranslations("prices");
  const [shown, setShown] = useState(step);
  const columns: Column<PriceDifference>[] = [
    {
      id: "model",
      header: t("model"),
      cell: ({ model, before, after }) => (
        <div className="flex flex-wrap items-center gap-1.5 sm:w-64 lg:w-80">
          <span className="font-mono text-xs break-all">{model}</span>
          {before === null ? <Badge tone="ok">{t("added")}</Badge> : null}
          {after === null ? <Badge tone="bad">{t("removed")}</Badge> : null}
          {/* On a phone there is no room beside it. */}
          <div className="w-full sm:hidden">
            <DiffSteps steps={comparePrices(before, after)} />
          </div>
        </div>
      ),
    },
    {
      id: "steps",
      header: t("change"),
      cell: ({ before, after }) => <DiffSteps steps={comparePrices(before, after)} />,
      from: "sm",
    },
  ];
  return (
    <section aria-label={name} className="border-b last:border-b-0">
      <h3 className="px-4 pt-3 pb-1 font-medium">{name}</h3>
      <DataTable
        caption={t("diffOf", { name })}
        columns={columns}
        rows={differences.slice(0, shown)}
        rowKey={({ model }) => model}
      />
      <ShowMore shown={shown} count={differences.length} onMore={() => setShown(shown + 2 * step)} />
    </section>
  );
}
