import { z } from "zod";
import { route } from "#lib/api/route.ts";
import { SentTest } from "#lib/webhooks/schema.ts";
import { sendTestEvent } from "#lib/webhooks/send-test.ts";

const params = z.object({ webhook: z.string() });

export const POST = route(
  { response: SentTest, permission: "webhooks.write", params, status: 202, limit: "webhooks.send" },
  ({ ctx, params }) => sendTestEvent(ctx, params.webhook),
);
