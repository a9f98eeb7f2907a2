import { route } from "#lib/api/route.ts";
import { importBudgets } from "#lib/budgets/transfer-import.ts";
import { ImportBudgets, ImportResult } from "#lib/budgets/transfer-schema.ts";

export const POST = route(
  { response: ImportResult, permission: "budgets.write", body: ImportBudgets },
  ({ ctx, body }) => importBudgets(ctx, body),
);
