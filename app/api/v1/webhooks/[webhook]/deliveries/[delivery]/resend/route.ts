import { z } from "zod";
import { route } from "#lib/api/route.ts";
import { resendDelivery } from "#lib/webhooks/send-test.ts";

const params = z.object({ webhook: z.string(), delivery: z.string() });

export const POST = route(
  { response: z.null(), permission: "webhooks.write", params, status: 202, limit: "webhooks.send" },
  ({ ctx, params: { webhook, delivery } }) => resendDelivery(ctx, webhook, delivery),
);
