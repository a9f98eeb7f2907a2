import { z } from "zod";
import { route } from "#lib/api/route.ts";
import { listDeliveries } from "#lib/webhooks/read.ts";
import { DeliveryPage, DeliveryQuery } from "#lib/webhooks/schema.ts";

const params = z.object({ webhook: z.string() });

export const GET = route(
  { response: DeliveryPage, permission: "webhooks.read", params, query: DeliveryQuery },
  ({ ctx, params, query }) => listDeliveries(ctx, params.webhook, query),
);
