import { z } from "zod";
import { markAlertsRead } from "#lib/alerts/mark-read.ts";
import { MarkRead } from "#lib/alerts/schema.ts";
import { route } from "#lib/api/route.ts";

export const POST = route({ response: z.null(), permission: "budgets.read", body: MarkRead }, ({ ctx, body }) =>
  markAlertsRead(ctx, body),
);
