import { route } from "#lib/api/route.ts";
import { exportBudgets } from "#lib/budgets/transfer-export.ts";
import { ExportBudgets } from "#lib/budgets/transfer-schema.ts";

export const GET = route({ permission: "budgets.read", query: ExportBudgets }, ({ ctx, query }) =>
  exportBudgets(ctx, query.format),
);
