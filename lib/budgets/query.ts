import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { api } from "../api/fetcher.ts";
import { Budget, BudgetDetail, BudgetList, type ChangeBudget, type CreateBudget } from "./schema.ts";

export const budgetListQuery = (org: string) =>
  queryOptions({
    queryKey: [org, "budgets", "list"],
    queryFn: ({ signal }) => api.get("/api/v1/budgets", BudgetList, { org, signal }),
  });

export const budgetQuery = (org: string, budgetId: string) =>
  queryOptions({
    queryKey: [org, "budgets", budgetId],
    queryFn: ({ signal }) => api.get(`/api/v1/budgets/${budgetId}`, BudgetDetail, { org, signal }),
  });

export const createBudget = (org: string, input: z.output<typeof CreateBudget>) =>
  api.post("/api/v1/budgets", input, Budget, { org });

export const changeBudget = (org: string, budgetId: string, input: z.output<typeof ChangeBudget>) =>
  api.patch(`/api/v1/budgets/${budgetId}`, input, Budget, { org });

export const deleteBudget = (org: string, budgetId: string) =>
  api.delete(`/api/v1/budgets/${budgetId}`, z.null(), { org });
