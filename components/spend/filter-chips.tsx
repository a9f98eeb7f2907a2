"use client";
import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useOrg } from "#components/shell/org-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { boxListQuery } from "#lib/boxes/query.ts";
import { providerListQuery } from "#lib/providers/query.ts";
import type { SpendQuery } from "#lib/spend/schema.ts";
import { type FilterName, filterNames, keptBy, listParam, type SpendParams } from "./search-params.ts";
import { useSpendNames } from "./use-spend-names.ts";

// messages: spend.dimension.*
/** What is left in, each value with the button that takes it out. */
export function FilterChips({ query, change }: { query: SpendQuery; change: (params: Partial<SpendParams>) => void }) {
  const t = useTranslations("spend");
  const { slug } = useOrg();
  const nameOf = useSpendNames();
  const boxes = useQuery({ ...boxListQuery(slug), enabled: keptBy(query, "box").length > 0 });
  const providers = useQuery({ ...providerListQuery(slug), enabled: keptBy(query, "provider").length > 0 });
  const chips = filterNames.flatMap((name) => keptBy(query, name).map((key) => ({ name, key })));
  if (chips.length === 0) return null;
  const labelOf = (name: FilterName, key: string) => {
    const known = name === "box" ? boxes.data?.items : name === "provider" ? providers.data?.items : undefined;
    return nameOf(name, key, known?.find(({ id }) => id === key)?.name ?? key);
  };
  const none = Object.fromEntries(filterNames.map((name) => [name, null]));
  return (
    <ul aria-label={t("filters")} className="flex flex-wrap items-center gap-2">
      {chips.map(({ name, key }) => (
        <li
          key={`${name}${key}`}
          className="inline-flex max-w-full items-center gap-1 rounded-md border border-input bg-surface py-0.5 pr-0.5 pl-2 text-xs"
        >
          <span className="text-muted">{t(`dimension.${name}`)}</span>
          <span className="truncate font-medium">{labelOf(name, key)}</span>
          <button
            type="button"
            aria-label={t("removeFilter", { name: labelOf(name, key) })}
            className="inline-flex size-6 items-center justify-center rounded hover:bg-hover pointer-coarse:size-11"
            onClick={() => change({ [name]: listParam(keptBy(query, name).filter((one) => one !== key)) })}
          >
            <X aria-hidden className="size-3" />
          </button>
        </li>
      ))}
      {chips.length > 1 ? (
        <li>
          <Button variant="ghost" size="sm" onClick={() => change(none)}>
            {t("clearFilters")}
          </Button>
        </li>
      ) : null}
    </ul>
  );
}
