import { route } from "#lib/api/route.ts";
import { createBudget } from "#lib/budgets/create.ts";
import { listBudgets } from "#lib/budgets/read.ts";
import { Budget, BudgetList, CreateBudget } from "#lib/budgets/schema.ts";

export const GET = route({ response: BudgetList, permission: "budgets.read" }, ({ ctx }) => listBudgets(ctx));

export const POST = route(
  { response: Budget, permission: "budgets.write", body: CreateBudget, status: 201 },
  ({ ctx, body }) => createBudget(ctx, body),
);
