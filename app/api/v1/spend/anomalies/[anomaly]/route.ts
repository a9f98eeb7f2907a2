import { z } from "zod";
import { route } from "#lib/api/route.ts";
import { changeAnomaly } from "#lib/spend/anomalies.ts";
import { Anomaly, ChangeAnomaly } from "#lib/spend/anomaly-schema.ts";

const params = z.object({ anomaly: z.string() });

export const PATCH = route(
  { response: Anomaly, permission: "budgets.write", params, body: ChangeAnomaly },
  ({ ctx, params: { anomaly }, body }) => changeAnomaly(ctx, anomaly, body),
);
