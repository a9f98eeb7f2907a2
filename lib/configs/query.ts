import { keepPreviousData, queryOptions, skipToken } from "@tanstack/react-query";
import { api } from "../api/fetcher.ts";
import { stringifyWire } from "../money.ts";
import type { ExplainRoute, SettingsPatch } from "./schema.ts";

export const boxConfigQuery = (org: string, boxId: string) =>
  queryOptions({
    queryKey: [org, "configs", boxId],
    queryFn: ({ signal }) =>
      api.get(`/api/v1/boxes/${boxId}/config`, async () => (await import("./schema.ts")).BoxConfig, { org, signal }),
  });

export const routeOverviewQuery = (org: string) =>
  queryOptions({
    queryKey: [org, "configs", "routes"],
    queryFn: ({ signal }) =>
      api.get("/api/v1/routes", async () => (await import("./schema.ts")).RouteOverview, { org, signal }),
  });

/** A draft as it is sent: text, so that the same draft is the same question. */
export const explainBody = (draft: ExplainRoute): string => stringifyWire(draft);

/** Asked anew with every change of the draft, unless it cannot be asked (null); what was answered last stays. */
export const explainQuery = (org: string, body: string | null) =>
  queryOptions({
    queryKey: [org, "explain", body],
    queryFn:
      body === null
        ? skipToken
        : ({ signal }) =>
            api.post(
              "/api/v1/routes/explain",
              JSON.parse(body),
              async () => (await import("../routing/explain.ts")).RouteExplanation,
              { org, signal },
            ),
    placeholderData: keepPreviousData,
  });

export const saveLayer = (org: string, layer: string, expectedVersion: number, patch: SettingsPatch) =>
  api.put(
    `/api/v1/configs/${layer}`,
    { expectedVersion, patch },
    async () => (await import("./schema.ts")).ConfigLayer,
    { org },
  );
