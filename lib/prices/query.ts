import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "../api/fetcher.ts";

// Below "providers": whatever changes a price says that providers changed.
export const priceBookQuery = (org: string) =>
  queryOptions({
    queryKey: [org, "providers", "prices", "book"],
    queryFn: ({ signal }) =>
      api.get("/api/v1/prices", async () => (await import("./schema.ts")).PriceBook, { org, signal }),
  });

export const priceVersionsQuery = (org: string) =>
  queryOptions({
    queryKey: [org, "providers", "prices", "versions"],
    queryFn: ({ signal }) =>
      api.get("/api/v1/prices/versions", async () => (await import("./schema.ts")).PriceVersionList, { org, signal }),
  });

export const priceDiffQuery = (org: string, from: number, to: number) =>
  queryOptions({
    queryKey: [org, "providers", "prices", "diff", from, to],
    queryFn: ({ signal }) =>
      api.get(`/api/v1/prices/diff?from=${from}&to=${to}`, async () => (await import("./schema.ts")).PriceDiff, {
        org,
        signal,
      }),
    placeholderData: keepPreviousData,
  });
