import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "../api/fetcher.ts";
import { PriceBook, PriceDiff, PriceVersionList } from "./schema.ts";

// Below "providers": whatever changes a price says that providers changed.
export const priceBookQuery = (org: string) =>
  queryOptions({
    queryKey: [org, "providers", "prices", "book"],
    queryFn: ({ signal }) => api.get("/api/v1/prices", PriceBook, { org, signal }),
  });

export const priceVersionsQuery = (org: string) =>
  queryOptions({
    queryKey: [org, "providers", "prices", "versions"],
    queryFn: ({ signal }) => api.get("/api/v1/prices/versions", PriceVersionList, { org, signal }),
  });

export const priceDiffQuery = (org: string, from: number, to: number) =>
  queryOptions({
    queryKey: [org, "providers", "prices", "diff", from, to],
    queryFn: ({ signal }) => api.get(`/api/v1/prices/diff?from=${from}&to=${to}`, PriceDiff, { org, signal }),
    placeholderData: keepPreviousData,
  });
