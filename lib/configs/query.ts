import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "../api/fetcher.ts";
import { stringifyWire } from "../money.ts";
import { RouteExplanation } from "../routing/explain.ts";
import { BoxConfig, ConfigLayer, type ExplainRoute, RouteOverview, type SettingsPatch } from "./schema.ts";

export const boxConfigQuery = (org: string, boxId: string) =>
  queryOptions({
    queryKey: [org, "configs", boxId],
    queryFn: ({ signal }) => api.get(`/api/v1/boxes/${boxId}/config`, BoxConfig, { org, signal }),
  });

export const routeOverviewQuery = (org: string) =>
  queryOptions({
    queryKey: [org, "configs", "routes"],
    queryFn: ({ signal }) => api.get("/api/v1/routes", RouteOverview, { org, signal }),
  });

/** Asked anew with every change of the draft; what was answered last stays until then. */
export const explainQuery = (org: string, draft: ExplainRoute) =>
  queryOptions({
    queryKey: [org, "explain", stringifyWire(draft)],
    queryFn: ({ signal }) => api.post("/api/v1/routes/explain", draft, RouteExplanation, { org, signal }),
    placeholderData: keepPreviousData,
  });

export const saveLayer = (org: string, layer: string, expectedVersion: number, patch: SettingsPatch) =>
  api.put(`/api/v1/configs/${layer}`, { expectedVersion, patch }, ConfigLayer, { org });
