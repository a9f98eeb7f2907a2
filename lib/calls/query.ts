import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import { api } from "../api/fetcher.ts";
import type { CallFilter } from "./schema.ts";

type Filter = Partial<CallFilter>;

/** The filter as query parameters; what is not set is left out. */
export function callParams(filter: Record<string, string | number | undefined>): URLSearchParams {
  const set = Object.entries(filter).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return new URLSearchParams(set);
}

const getPage = (org: string, params: URLSearchParams, signal: AbortSignal) =>
  api.get(`/api/v1/calls?${params}`, async () => (await import("./schema.ts")).CallPage, { org, signal });

/** Of every call the list ever had, so that a card is not empty on a quiet day. */
const newest = { range: "90d", limit: 50 } as const;

/** The newest attempts, of one box when given. */
export const newestCallsQuery = (org: string, box?: string) =>
  queryOptions({
    queryKey: [org, "spend", "calls", box ?? "all"],
    queryFn: ({ signal }) => getPage(org, callParams({ ...newest, box }), signal),
  });
export const newestCallsInput = (box?: string): z.input<typeof CallFilter> & { limit: number } => ({
  ...newest,
  ...(box === undefined ? {} : { box }),
});

/** Not under the topic `spend`: every page of a long list would be fetched again for every call. */
export const callListQuery = (org: string, filter: Filter) =>
  infiniteQueryOptions({
    queryKey: [org, "calls", "list", filter],
    queryFn: ({ signal, pageParam }) => getPage(org, callParams({ ...filter, limit: 100, cursor: pageParam }), signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });

/** What came in since: asked again for every hint. */
export const callHeadQuery = (org: string, filter: Filter) =>
  queryOptions({
    queryKey: [org, "spend", "calls", "head", filter],
    queryFn: ({ signal }) => getPage(org, callParams({ ...filter, limit: 50 }), signal),
  });

export const callQuery = (org: string, id: string) =>
  queryOptions({
    queryKey: [org, "calls", "one", id],
    queryFn: ({ signal }) =>
      api.get(`/api/v1/calls/${id}`, async () => (await import("./schema.ts")).CallDetail, { org, signal }),
  });

export const callFacetsQuery = (org: string, { range, from, to }: Filter) =>
  queryOptions({
    queryKey: [org, "calls", "facets", { range, from, to }],
    queryFn: ({ signal }) =>
      api.get(
        `/api/v1/calls/facets?${callParams({ range, from, to })}`,
        async () => (await import("./schema.ts")).CallFacets,
        { org, signal },
      ),
    placeholderData: keepPreviousData,
  });
