import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import { api } from "../api/fetcher.ts";
import type { ChannelsQuery, GroupedMetricsQuery, MetricsQuery, Subscription } from "./metrics-schema.ts";
import { spendSearch } from "./query.ts";

export const headlineQuery = (org: string, query: z.output<typeof MetricsQuery> = {}) =>
  queryOptions({
    queryKey: [org, "spend", "headline", query],
    queryFn: ({ signal }) =>
      api.get(
        `/api/v1/spend/headline?${spendSearch(query)}`,
        async () => (await import("./metrics-schema.ts")).SpendHeadline,
        { org, signal },
      ),
    placeholderData: keepPreviousData,
  });

export const movementsQuery = (org: string, query: z.output<typeof GroupedMetricsQuery>) =>
  queryOptions({
    queryKey: [org, "spend", "movements", query],
    queryFn: ({ signal }) =>
      api.get(
        `/api/v1/spend/movements?${spendSearch(query)}`,
        async () => (await import("./metrics-schema.ts")).SpendMovements,
        { org, signal },
      ),
    placeholderData: keepPreviousData,
  });

export const channelsQuery = (org: string, query: z.output<typeof ChannelsQuery>) =>
  queryOptions({
    queryKey: [org, "spend", "channels", query],
    queryFn: ({ signal }) =>
      api.get(
        `/api/v1/spend/channels?${spendSearch(query)}`,
        async () => (await import("./metrics-schema.ts")).SpendChannels,
        { org, signal },
      ),
    placeholderData: keepPreviousData,
  });

export const unitsQuery = (org: string, query: z.output<typeof MetricsQuery> = {}) =>
  queryOptions({
    queryKey: [org, "spend", "units", query],
    queryFn: ({ signal }) =>
      api.get(
        `/api/v1/spend/units?${spendSearch(query)}`,
        async () => (await import("./metrics-schema.ts")).SpendUnits,
        { org, signal },
      ),
    placeholderData: keepPreviousData,
  });

export const setSubscription = (org: string, input: Subscription) =>
  api.put("/api/v1/spend/subscription", input, async () => (await import("./metrics-schema.ts")).Subscription, { org });
