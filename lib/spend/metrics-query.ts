import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "../api/fetcher.ts";
import { SpendChannels, SpendHeadline, SpendMovements, SpendUnits } from "./metrics-schema.ts";
import { spendSearch } from "./query.ts";
import type { SpendGroup } from "./schema.ts";

interface Zoned {
  zone?: string | undefined;
}

export const headlineQuery = (org: string, asked: Zoned = {}) =>
  queryOptions({
    queryKey: [org, "spend", "headline", asked],
    queryFn: ({ signal }) =>
      api.get(`/api/v1/spend/headline?${spendSearch({ ...asked })}`, SpendHeadline, { org, signal }),
    placeholderData: keepPreviousData,
  });

export const movementsQuery = (org: string, asked: Zoned & { groupBy?: SpendGroup } = {}) =>
  queryOptions({
    queryKey: [org, "spend", "movements", asked],
    queryFn: ({ signal }) =>
      api.get(`/api/v1/spend/movements?${spendSearch({ ...asked })}`, SpendMovements, { org, signal }),
    placeholderData: keepPreviousData,
  });

export const channelsQuery = (org: string, asked: Zoned & { groupBy?: "channel" | "provider" } = {}) =>
  queryOptions({
    queryKey: [org, "spend", "channels", asked],
    queryFn: ({ signal }) =>
      api.get(`/api/v1/spend/channels?${spendSearch({ ...asked })}`, SpendChannels, { org, signal }),
    placeholderData: keepPreviousData,
  });

export const unitsQuery = (org: string, asked: Zoned = {}) =>
  queryOptions({
    queryKey: [org, "spend", "units", asked],
    queryFn: ({ signal }) => api.get(`/api/v1/spend/units?${spendSearch({ ...asked })}`, SpendUnits, { org, signal }),
    placeholderData: keepPreviousData,
  });
