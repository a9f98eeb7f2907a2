import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import { api, nothing } from "../api/fetcher.ts";
import type { HealthRange } from "./health-schema.ts";
import type { ConnectProvider, ProviderEndpoint, SetModelPrice, SetModels } from "./schema.ts";

export const providerListQuery = (org: string) =>
  queryOptions({
    queryKey: [org, "providers", "list"],
    queryFn: ({ signal }) =>
      api.get("/api/v1/providers", async () => (await import("./schema.ts")).ProviderList, { org, signal }),
  });

export const providerQuery = (org: string, providerId: string) =>
  queryOptions({
    queryKey: [org, "providers", providerId],
    queryFn: ({ signal }) =>
      api.get(`/api/v1/providers/${providerId}`, async () => (await import("./schema.ts")).ProviderDetail, {
        org,
        signal,
      }),
  });

export const providerHealthQuery = (org: string, providerId: string, range: HealthRange) =>
  queryOptions({
    queryKey: [org, "providers", providerId, "health", range],
    queryFn: ({ signal }) =>
      api.get(
        `/api/v1/providers/${providerId}/health?range=${range}`,
        async () => (await import("./health-schema.ts")).ProviderHealth,
        { org, signal },
      ),
    placeholderData: keepPreviousData,
  });

export const connectProvider = (org: string, input: z.input<typeof ConnectProvider>) =>
  api.post("/api/v1/providers", input, async () => (await import("./schema.ts")).Provider, { org });

/** A live call before anything is stored. */
export const probeEndpoint = (org: string, endpoint: ProviderEndpoint) =>
  api.post("/api/v1/providers/probe", endpoint, async () => (await import("./schema.ts")).ProbeResult, { org });

/** A live call with the stored key. */
export const probeProvider = (org: string, providerId: string) =>
  api.post(`/api/v1/providers/${providerId}/probe`, {}, async () => (await import("./schema.ts")).ProbeResult, { org });

export const replaceProviderKey = (org: string, providerId: string, apiKey: string) =>
  api.put(`/api/v1/providers/${providerId}/key`, { apiKey }, async () => (await import("./schema.ts")).Provider, {
    org,
  });

export const setModelPrice = (org: string, providerId: string, input: z.output<typeof SetModelPrice>) =>
  api.put(`/api/v1/providers/${providerId}/price`, input, async () => (await import("./schema.ts")).Provider, { org });

export const setModels = (org: string, providerId: string, models: z.input<typeof SetModels>["models"]) =>
  api.put(`/api/v1/providers/${providerId}/models`, { models }, async () => (await import("./schema.ts")).Provider, {
    org,
  });

export const disconnectProvider = (org: string, providerId: string) =>
  api.delete(`/api/v1/providers/${providerId}`, nothing, { org });
