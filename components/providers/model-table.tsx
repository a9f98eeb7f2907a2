"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMay } from "#components/shell/org-context.tsx";
import { type Column, DataTable } from "#components/table/data-table.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Money } from "#components/ui/money.tsx";
import { priceAt } from "#lib/prices/cost.ts";
import type { OfferedModel, Provider } from "#lib/providers/schema.ts";
import { PriceDialog } from "./price-dialog.tsx";

/** What an account with hundreds of models shows before it is asked for more. */
const shownAtFirst = 8;

export function ModelTable({ provider }: { provider: Provider }) {
  const t = useTranslations("providers");
  const maySetPrice = useMay("providers.write");
  const [isAll, setIsAll] = useState(false);
  const [pricing, setPricing] = useState<OfferedModel | null>(null);
  // What needs a price first: until it has one, calls to it are refused under a hard cap.
  const models = provider.models.toSorted((a, b) => Number(a.prices.length > 0) - Number(b.prices.length > 0));
  const price = (model: OfferedModel, side: "input" | "output") => {
    const tier = priceAt(model.prices, Date.now())?.tiers[0];
    return tier ? <Money nanos={tier.rates[side]} /> : <span className="text-muted">–</span>;
  };
  const columns: Column<OfferedModel>[] = [
    { id: "id", header: t("model"), cell: (model) => <span className="font-mono text-xs">{model.id}</span> },
    { id: "in", header: t("inputPrice"), isNumeric: true, cell: (model) => price(model, "input") },
    { id: "out", header: t("outputPrice"), isNumeric: true, cell: (model) => price(model, "output") },
    {
      id: "note",
      header: t("note"),
      cell: (model) => (
        <span className="flex items-center gap-2">
          {model.prices.length === 0 ? <Badge tone="warn">{t("needsPrice")}</Badge> : null}
          {tiersOf(model) > 1 ? <Badge>{t("tiers", { count: tiersOf(model) })}</Badge> : null}
          {maySetPrice ? (
            <Button
              size="sm"
              variant={model.prices.length === 0 ? "secondary" : "ghost"}
              aria-label={t("setPriceOf", { model: model.id })}
              onClick={() => setPricing(model)}
            >
              {t("setPrice")}
            </Button>
          ) : null}
        </span>
      ),
    },
  ];
  if (models.length === 0) return <p className="p-4 text-muted">{t("noModels")}</p>;
  return (
    <>
      <DataTable
        caption={t("modelsOf", { name: provider.name })}
        columns={columns}
        rows={isAll ? models : models.slice(0, shownAtFirst)}
        rowKey={(model) => model.id}
      />
      {models.length > shownAtFirst ? (
        <div className="border-t px-2 py-1">
          <Button variant="ghost" size="sm" aria-expanded={isAll} onClick={() => setIsAll(!isAll)}>
            {isAll ? t("showFewer") : t("showAll", { count: models.length })}
          </Button>
        </div>
      ) : null}
      {pricing ? <PriceDialog provider={provider} model={pricing} onClose={() => setPricing(null)} /> : null}
    </>
  );
}

function tiersOf(model: OfferedModel): number {
  return priceAt(model.prices, Date.now())?.tiers.length ?? 0;
}
