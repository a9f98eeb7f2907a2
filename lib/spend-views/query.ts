import { queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import { api, nothing } from "../api/fetcher.ts";
import type { ChangeView, SaveView } from "./schema.ts";

export const spendViewsQuery = (org: string) =>
  queryOptions({
    queryKey: [org, "spend-views"],
    queryFn: ({ signal }) =>
      api.get("/api/v1/spend-views", async () => (await import("./schema.ts")).SavedViewList, { org, signal }),
  });

export const saveSpendView = (org: string, input: z.input<typeof SaveView>) =>
  api.post("/api/v1/spend-views", input, async () => (await import("./schema.ts")).SavedView, { org });

export const changeSpendView = (org: string, viewId: string, input: z.input<typeof ChangeView>) =>
  api.patch(`/api/v1/spend-views/${viewId}`, input, async () => (await import("./schema.ts")).SavedView, { org });

export const deleteSpendView = (org: string, viewId: string) =>
  api.delete(`/api/v1/spend-views/${viewId}`, nothing, { org });
