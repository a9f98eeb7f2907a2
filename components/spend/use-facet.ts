"use client";
import { useQuery } from "@tanstack/react-query";
import { useOrg } from "#components/shell/org-context.tsx";
import { tagListQuery } from "#lib/boxes/query.ts";
import { spendInput, spendQuery } from "#lib/spend/query.ts";
import type { SpendQuery } from "#lib/spend/schema.ts";
import type { FilterName } from "./search-params.ts";
import { useSpendNames } from "./use-spend-names.ts";

interface Facet {
  values: { key: string; label: string }[];
  isPending: boolean;
}

/** What one can filter by: whatever spent anything in the range, largest first; tags are those that boxes carry. */
export function useFacet(name: FilterName, { range, from, to, zone }: SpendQuery): Facet {
  const { slug } = useOrg();
  const nameOf = useSpendNames();
  const isTag = name === "tag";
  const asked = spendInput({ range, from, to, zone, groupBy: [isTag ? "group" : name] });
  const spend = useQuery({ ...spendQuery(slug, asked), enabled: !isTag });
  const tags = useQuery({ ...tagListQuery(slug), enabled: isTag });
  if (isTag) {
    return { values: tags.data?.items.map(({ tag }) => ({ key: tag, label: tag })) ?? [], isPending: tags.isPending };
  }
  const series = spend.isPlaceholderData ? [] : (spend.data?.series ?? []);
  const values = series
    // What has no channel any more is no channel to ask for.
    .filter(({ key }) => name !== "channel" || key !== "")
    .map(({ key, label }) => ({ key, label: nameOf(name, key, label) }));
  return { values, isPending: spend.isPending || spend.isPlaceholderData };
}
