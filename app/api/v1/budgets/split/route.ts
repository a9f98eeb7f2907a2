import { route } from "#lib/api/route.ts";
import { splitBudget } from "#lib/budgets/split.ts";
import { SplitBudget, SplitQuery, SplitResult } from "#lib/budgets/split-schema.ts";

export const POST = route(
  { response: SplitResult, permission: "budgets.write", query: SplitQuery, body: SplitBudget },
  ({ ctx, query, body }) => splitBudget(ctx, body, query.preview === "true"),
);
