import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { api } from "../api/fetcher.ts";
import { type ChangeView, SavedView, SavedViewList, type SaveView } from "./schema.ts";

export const spendViewsQuery = (org: string) =>
  queryOptions({
    queryKey: [org, "spend-views"],
    queryFn: ({ signal }) => api.get("/api/v1/spend-views", SavedViewList, { org, signal }),
  });

export const saveSpendView = (org: string, input: z.input<typeof SaveView>) =>
  api.post("/api/v1/spend-views", input, SavedView, { org });

export const changeSpendView = (org: string, viewId: string, input: z.input<typeof ChangeView>) =>
  api.patch(`/api/v1/spend-views/${viewId}`, input, SavedView, { org });

export const deleteSpendView = (org: string, viewId: string) =>
  api.delete(`/api/v1/spend-views/${viewId}`, z.null(), { org });
