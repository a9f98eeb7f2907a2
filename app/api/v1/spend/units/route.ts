import { route } from "#lib/api/route.ts";
import { MetricsQuery, SpendUnits } from "#lib/spend/metrics-schema.ts";
import { getUnits } from "#lib/spend/units.ts";

export const GET = route({ response: SpendUnits, permission: "spend.read", query: MetricsQuery }, ({ ctx, query }) =>
  getUnits(ctx, query.zone),
);
