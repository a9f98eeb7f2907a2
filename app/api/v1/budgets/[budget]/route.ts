import { z } from "zod";
import { route } from "#lib/api/route.ts";
import { changeBudget } from "#lib/budgets/change.ts";
import { deleteBudget } from "#lib/budgets/delete.ts";
import { getBudget } from "#lib/budgets/read.ts";
import { Budget, BudgetDetail, ChangeBudget } from "#lib/budgets/schema.ts";

const params = z.object({ budget: z.string() });

export const GET = route(
  { response: BudgetDetail, permission: "budgets.read", params },
  ({ ctx, params: { budget } }) => getBudget(ctx, budget),
);

export const PATCH = route(
  { response: Budget, permission: "budgets.write", params, body: ChangeBudget },
  ({ ctx, params: { budget }, body }) => changeBudget(ctx, budget, body),
);

export const DELETE = route(
  { response: z.null(), permission: "budgets.write", params },
  ({ ctx, params: { budget } }) => deleteBudget(ctx, budget),
);
