import { queryOptions } from "@tanstack/react-query";
import { api } from "../api/fetcher.ts";
import type { TryInput } from "../protocol/action.ts";
import { ActionStarted, ActionState } from "./schema.ts";

export const actionQuery = (org: string, actionId: string) =>
  queryOptions({
    queryKey: [org, "actions", actionId],
    queryFn: ({ signal }) => api.get(`/api/v1/actions/${actionId}`, ActionState, { org, signal }),
  });

export const startTry = (org: string, boxId: string, input: TryInput) =>
  api.post(`/api/v1/boxes/${boxId}/try`, input, ActionStarted, { org });
