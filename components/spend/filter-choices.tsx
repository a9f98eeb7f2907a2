"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import type { SpendQuery } from "#lib/spend/schema.ts";
import { type FilterName, filterNames, keptBy, listParam, type SpendParams } from "./search-params.ts";
import { useFacet } from "./use-facet.ts";

/** As many as are offered before one has to search. */
const offered = 50;
/** What the API takes of one filter. */
const mostKept = 50;

// messages: spend.dimension.*
/** A dimension, and what of it spent anything in the range. */
export function FilterChoices({
  query,
  change,
}: {
  query: SpendQuery;
  change: (params: Partial<SpendParams>) => void;
}) {
  const t = useTranslations("spend");
  const [name, setName] = useState<FilterName>("model");
  const [search, setSearch] = useState("");
  const { values, isPending } = useFacet(name, query);
  const kept = keptBy(query, name);
  const words = search.trim().toLowerCase();
  const found = values.filter(({ label }) => label.toLowerCase().includes(words));

  function toggle(key: string) {
    const next = kept.includes(key) ? kept.filter((one) => one !== key) : [...kept, key];
    change({ [name]: listParam(next) });
  }

  return (
    <div className="space-y-2">
      <Select
        aria-label={t("filterBy")}
        value={name}
        onChange={({ target }) => {
          setName(filterNames.find((one) => one === target.value) ?? "model");
          setSearch("");
        }}
      >
        {filterNames.map((one) => (
          <option key={one} value={one}>
            {t(`dimension.${one}`)}
          </option>
        ))}
      </Select>
      <Input
        type="search"
        aria-label={t("searchValues")}
        placeholder={t("searchValues")}
        autoComplete="off"
        value={search}
        onChange={({ target }) => setSearch(target.value)}
      />
      {isPending ? <TableSkeleton rows={3} /> : null}
      {!isPending && found.length === 0 ? <p className="py-2 text-muted">{t("noValues")}</p> : null}
      <ul className="max-h-60 overflow-y-auto">
        {found.slice(0, offered).map(({ key, label }) => (
          <li key={key}>
            <label className="flex min-h-7 cursor-pointer items-center gap-2 rounded px-1 hover:bg-hover pointer-coarse:min-h-11">
              <input
                type="checkbox"
                className="accent-accent"
                checked={kept.includes(key)}
                disabled={!kept.includes(key) && kept.length >= mostKept}
                onChange={() => toggle(key)}
              />
              <span className="min-w-0 flex-1 truncate">{label}</span>
            </label>
          </li>
        ))}
      </ul>
      {found.length > offered ? (
        <p className="text-xs text-muted">{t("moreValues", { count: found.length - offered })}</p>
      ) : null}
    </div>
  );
}
