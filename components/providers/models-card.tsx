"use client";
import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { useQueryState } from "nuqs";
import { useState } from "react";
import { PriceTable } from "#components/prices/price-table.tsx";
import { useMay } from "#components/shell/org-context.tsx";
import { Empty } from "#components/state/empty.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { Input } from "#components/ui/input.tsx";
import type { Provider } from "#lib/providers/schema.ts";
import { ModelsDialog } from "./models-dialog.tsx";
import { providerParsers } from "./search-params.ts";

/** With fewer models than this there is nothing to search for. */
const searchFrom = 12;

export function ModelsCard({ provider }: { provider: Provider }) {
  const t = useTranslations("providers");
  const mayChange = useMay("providers.write");
  const [isOpen, setIsOpen] = useState(false);
  const [search, setSearch] = useQueryState("search", providerParsers.search);
  const { id: connectionId, name: connectionName, kind, models } = provider;
  const wanted = search.trim().toLowerCase();
  const lines = models
    .filter(({ id, basedOn }) => `${id} ${basedOn ?? ""}`.toLowerCase().includes(wanted))
    .map((model) => ({ ...model, connectionId, connectionName, kind }));
  return (
    <Card
      isFlush
      title={t("modelsAndPrices")}
      description={t("perMillion")}
      action={mayChange ? <Button onClick={() => setIsOpen(true)}>{t("editModels")}</Button> : null}
    >
      {models.length >= searchFrom ? (
        <div className="relative border-b p-2">
          <Search aria-hidden className="absolute top-1/2 left-4.5 size-3.5 -translate-y-1/2 text-muted" />
          <Input
            type="search"
            aria-label={t("searchModels")}
            placeholder={t("searchModels")}
            value={search}
            onChange={({ target: { value } }) => void setSearch(value || null)}
            className="border-transparent pl-8 sm:max-w-80"
          />
        </div>
      ) : null}
      {models.length === 0 ? (
        <p className="p-4 text-muted">{kind === "local" ? t("noModelsLocal") : t("noModels")}</p>
      ) : lines.length === 0 ? (
        <Empty
          title={t("noModelMatches")}
          action={<Button onClick={() => void setSearch(null)}>{t("clear")}</Button>}
        />
      ) : (
        <PriceTable caption={t("modelsOf", { name: connectionName })} lines={lines} />
      )}
      {isOpen ? <ModelsDialog provider={provider} onClose={() => setIsOpen(false)} /> : null}
    </Card>
  );
}
