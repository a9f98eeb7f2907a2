import { listAlerts } from "#lib/alerts/read.ts";
import { AlertPage, AlertQuery } from "#lib/alerts/schema.ts";
import { route } from "#lib/api/route.ts";

export const GET = route({ response: AlertPage, permission: "budgets.read", query: AlertQuery }, ({ ctx, query }) =>
  listAlerts(ctx, query),
);
