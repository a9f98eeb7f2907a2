import { route } from "#lib/api/route.ts";
import { GroupedMetricsQuery, SpendMovements } from "#lib/spend/metrics-schema.ts";
import { getMovements } from "#lib/spend/movements.ts";

export const GET = route(
  { response: SpendMovements, permission: "spend.read", query: GroupedMetricsQuery },
  ({ ctx, query }) => getMovements(ctx, query),
);
