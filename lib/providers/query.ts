import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { api } from "../api/fetcher.ts";
import { type HealthRange, ProviderHealth } from "./health-schema.ts";
import {
  type ConnectProvider,
  ProbeResult,
  Provider,
  ProviderDetail,
  type ProviderEndpoint,
  ProviderList,
  type SetModelPrice,
  type SetModels,
} from "./schema.ts";

export const providerListQuery = (org: string) =>
  queryOptions({
    queryKey: [org, "providers", "list"],
    queryFn: ({ signal }) => api.get("/api/v1/providers", ProviderList, { org, signal }),
  });

export const providerQuery = (org: string, providerId: string) =>
  queryOptions({
    queryKey: [org, "providers", providerId],
    queryFn: ({ signal }) => api.get(`/api/v1/providers/${providerId}`, ProviderDetail, { org, signal }),
  });

export const providerHealthQuery = (org: string, providerId: string, range: HealthRange) =>
  queryOptions({
    queryKey: [org, "providers", providerId, "health", range],
    queryFn: ({ signal }) =>
      api.get(`/api/v1/providers/${providerId}/health?range=${range}`, ProviderHealth, { org, signal }),
    placeholderData: keepPreviousData,
  });

export const connectProvider = (org: string, input: z.input<typeof ConnectProvider>) =>
  api.post("/api/v1/providers", input, Provider, { org });

/** A live call before anything is stored. */
export const probeEndpoint = (org: string, endpoint: ProviderEndpoint) =>
  api.post("/api/v1/providers/probe", endpoint, ProbeResult, { org });

/** A live call with the stored key. */
export const probeProvider = (org: string, providerId: string) =>
  api.post(`/api/v1/providers/${providerId}/probe`, {}, ProbeResult, { org });

export const replaceProviderKey = (org: string, providerId: string, apiKey: string) =>
  api.put(`/api/v1/providers/${providerId}/key`, { apiKey }, Provider, { org });

export const setModelPrice = (org: string, providerId: string, input: z.output<typeof SetModelPrice>) =>
  api.put(`/api/v1/providers/${providerId}/price`, input, Provider, { org });

export const setModels = (org: string, providerId: string, models: z.input<typeof SetModels>["models"]) =>
  api.put(`/api/v1/providers/${providerId}/models`, { models }, Provider, { org });

export const disconnectProvider = (org: string, providerId: string) =>
  api.delete(`/api/v1/providers/${providerId}`, z.null(), { org });
