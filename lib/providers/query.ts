import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { api } from "../api/fetcher.ts";
import {
  type ConnectProvider,
  ProbeResult,
  Provider,
  type ProviderEndpoint,
  ProviderList,
  type SetModelPrice,
} from "./schema.ts";

export const providerListQuery = (org: string) =>
  queryOptions({
    queryKey: [org, "providers", "list"],
    queryFn: ({ signal }) => api.get("/api/v1/providers", ProviderList, { org, signal }),
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

export const disconnectProvider = (org: string, providerId: string) =>
  api.delete(`/api/v1/providers/${providerId}`, z.null(), { org });
