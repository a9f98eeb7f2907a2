import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "../api/fetcher.ts";
import { CallList, type SpendQuery, SpendView } from "./schema.ts";

export const spendQuery = (org: string, query: SpendQuery) =>
  queryOptions({
    queryKey: [org, "spend", query],
    queryFn: ({ signal }) => api.get(`/api/v1/spend?${new URLSearchParams(query)}`, SpendView, { org, signal }),
    placeholderData: keepPreviousData,
  });

/** The newest calls, of one box when given. */
export const callListQuery = (org: string, boxId?: string) =>
  queryOptions({
    queryKey: [org, "spend", "calls", boxId ?? "all"],
    queryFn: ({ signal }) =>
      api.get(`/api/v1/calls${boxId === undefined ? "" : `?box=${boxId}`}`, CallList, { org, signal }),
  });
