"use client";
import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import type { BookLine } from "#lib/prices/schema.ts";
import { priceFilters, priceParsers } from "./search-params.ts";

// messages: prices.filter.*
export function BookFilters({ lines }: { lines: readonly BookLine[] }) {
  const t = useTranslations("prices");
  const [params, setParams] = useQueryStates(priceParsers);
  const providers = new Map(lines.map(({ connectionId, connectionName }) => [connectionId, connectionName]));
  const unpriced = lines.filter(({ prices }) => prices.length === 0).length;
  return (
    <search className="flex flex-wrap gap-2 border-b p-2">
      <div className="relative min-w-40 flex-1 sm:max-w-80">
        <Search aria-hidden className="absolute top-1/2 left-2.5 size-3.5 -translate-y-1/2 text-muted" />
        <Input
          type="search"
          aria-label={t("search")}
          placeholder={t("search")}
          value={params.search}
          onChange={({ target: { value } }) => void setParams({ search: value || null })}
          className="pl-8"
        />
      </div>
      <Select
        aria-label={t("provider")}
        className="w-40"
        value={params.provider ?? ""}
        onChange={({ target: { value } }) => void setParams({ provider: value || null })}
      >
        <option value="">{t("allProviders")}</option>
        {[...providers].map(([id, name]) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
      <Select
        aria-label={t("sourceLabel")}
        className="w-44"
        value={params.source}
        onChange={({ target: { value } }) =>
          void setParams({ source: priceFilters.find((source) => source === value) ?? null })
        }
      >
        {priceFilters.map((source) => (
          <option key={source} value={source}>
            {source === "unpriced" ? t("filter.unpriced", { count: unpriced }) : t(`filter.${source}`)}
          </option>
        ))}
      </Select>
    </search>
  );
}
