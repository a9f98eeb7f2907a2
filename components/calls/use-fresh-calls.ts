"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useOrg } from "#components/shell/org-context.tsx";
import { callFacetsQuery, callHeadQuery, callListQuery } from "#lib/calls/query.ts";
import type { CallFilter } from "#lib/calls/schema.ts";
import { findFresh, hasNewFacet, mergeFresh } from "./merge-fresh.ts";

/** As many as are asked for at a time: with so many new ones there may be more between. */
const headSize = 50;

/**
 * What came in since the list was fetched. Shown at once while the reader is at the top; below, what they read must not
 * move, so they are told and decide.
 */
export function useFreshCalls(filter: CallFilter, isAtTop: boolean): { count: number; show: () => void } {
  const { slug } = useOrg();
  const client = useQueryClient();
  const { queryKey } = callListQuery(slug, filter);
  const list = client.getQueryState(queryKey);
  const pages = list?.data?.pages ?? [];
  const first = pages[0];
  const head = useQuery({
    ...callHeadQuery(slug, filter),
    enabled: first !== undefined,
    ...(first ? { initialData: first, initialDataUpdatedAt: list?.dataUpdatedAt ?? 0 } : {}),
  });
  const fresh = findFresh(pages, head.data?.items ?? []);
  const count = fresh.length;

  function show() {
    const facets = callFacetsQuery(slug, filter).queryKey;
    const known = client.getQueryData(facets);
    if (known && hasNewFacet(known, fresh)) void client.invalidateQueries({ queryKey: facets });
    if (count >= headSize) void client.resetQueries({ queryKey });
    else client.setQueryData(queryKey, (old) => old && { ...old, pages: mergeFresh(old.pages, fresh) });
  }

  // The cache is what is kept in step here: with the server, as the hints come in.
  useEffect(() => {
    if (isAtTop && count > 0) show();
  });

  return { count, show };
}
