import { route } from "#lib/api/route.ts";
import { listAnomalies } from "#lib/spend/anomalies.ts";
import { AnomalyList, AnomalyQuery } from "#lib/spend/anomaly-schema.ts";

export const GET = route({ response: AnomalyList, permission: "spend.read", query: AnomalyQuery }, ({ ctx, query }) =>
  listAnomalies(ctx, query),
);
