import { z } from "zod";
import { route } from "#lib/api/route.ts";
import { getBudgetHistory } from "#lib/budgets/history.ts";
import { BudgetHistory, BudgetHistoryQuery } from "#lib/budgets/schema.ts";

const params = z.object({ budget: z.string() });

export const GET = route(
  { response: BudgetHistory, permission: "budgets.read", params, query: BudgetHistoryQuery },
  ({ ctx, params: { budget }, query }) => getBudgetHistory(ctx, budget, query),
);
