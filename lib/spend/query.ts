import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "../api/fetcher.ts";
import { type SpendQuery, SpendView } from "./schema.ts";

export const spendQuery = (org: string, query: SpendQuery) =>
  queryOptions({
    queryKey: [org, "spend", query],
    queryFn: ({ signal }) => api.get(`/api/v1/spend?${new URLSearchParams(query)}`, SpendView, { org, signal }),
    placeholderData: keepPreviousData,
  });
