import { queryOptions } from "@tanstack/react-query";
import { api } from "../api/fetcher.ts";
import type { TryInput } from "../protocol/action.ts";

export const actionQuery = (org: string, actionId: string) =>
  queryOptions({
    queryKey: [org, "actions", actionId],
    queryFn: ({ signal }) =>
      api.get(`/api/v1/actions/${actionId}`, async () => (await import("./schema.ts")).ActionState, { org, signal }),
  });

export const startTry = (org: string, boxId: string, input: TryInput) =>
  api.post(`/api/v1/boxes/${boxId}/try`, input, async () => (await import("./schema.ts")).ActionStarted, { org });
