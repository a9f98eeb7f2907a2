import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import { api, nothing } from "../api/fetcher.ts";
import type { ChangeBudget, CreateBudget } from "./schema.ts";

export const budgetListQuery = (org: string) =>
  queryOptions({
    queryKey: [org, "budgets", "list"],
    queryFn: ({ signal }) =>
      api.get("/api/v1/budgets", async () => (await import("./schema.ts")).BudgetList, { org, signal }),
  });

export const budgetQuery = (org: string, budgetId: string) =>
  queryOptions({
    queryKey: [org, "budgets", budgetId],
    queryFn: ({ signal }) =>
      api.get(`/api/v1/budgets/${budgetId}`, async () => (await import("./schema.ts")).BudgetDetail, { org, signal }),
  });

/** `period` is the start of one; null for the running one. */
export const burnUpQuery = (org: string, budgetId: string, period: string | null) =>
  queryOptions({
    queryKey: [org, "budgets", budgetId, "burn-up", period],
    queryFn: ({ signal }) => {
      const query = period === null ? "" : `?${new URLSearchParams({ period })}`;
      return api.get(`/api/v1/budgets/${budgetId}/burn-up${query}`, async () => (await import("./schema.ts")).BurnUp, {
        org,
        signal,
      });
    },
    placeholderData: keepPreviousData,
  });

export const budgetHistoryQuery = (org: string, budgetId: string) =>
  infiniteQueryOptions({
    queryKey: [org, "budgets", budgetId, "history"],
    queryFn: ({ signal, pageParam }) => {
      const query = pageParam === undefined ? "" : `?${new URLSearchParams({ before: pageParam })}`;
      return api.get(
        `/api/v1/budgets/${budgetId}/history${query}`,
        async () => (await import("./schema.ts")).BudgetHistory,
        { org, signal },
      );
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
  });

export const createBudget = (org: string, input: z.output<typeof CreateBudget>) =>
  api.post("/api/v1/budgets", input, async () => (await import("./schema.ts")).Budget, { org });

export const changeBudget = (org: string, budgetId: string, input: z.output<typeof ChangeBudget>) =>
  api.patch(`/api/v1/budgets/${budgetId}`, input, async () => (await import("./schema.ts")).Budget, { org });

export const deleteBudget = (org: string, budgetId: string) =>
  api.delete(`/api/v1/budgets/${budgetId}`, nothing, { org });

/** What the box of a presumed lease has outstanding is free again. */
export const writeOffLease = (org: string, budgetId: string, leaseId: string) =>
  api.post(
    `/api/v1/budgets/${budgetId}/leases/${leaseId}/write-off`,
    {},
    async () => (await import("./schema.ts")).WrittenOff,
    { org },
  );
