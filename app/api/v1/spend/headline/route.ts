import { route } from "#lib/api/route.ts";
import { getHeadline } from "#lib/spend/headline.ts";
import { MetricsQuery, SpendHeadline } from "#lib/spend/metrics-schema.ts";

export const GET = route({ response: SpendHeadline, permission: "spend.read", query: MetricsQuery }, ({ ctx, query }) =>
  getHeadline(ctx, query.zone),
);
