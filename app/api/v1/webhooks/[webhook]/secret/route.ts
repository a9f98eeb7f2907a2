import { z } from "zod";
import { route } from "#lib/api/route.ts";
import { rotateWebhookSecret } from "#lib/webhooks/rotate-secret.ts";
import { CreatedWebhook } from "#lib/webhooks/schema.ts";

const params = z.object({ webhook: z.string() });

export const POST = route({ response: CreatedWebhook, permission: "webhooks.write", params }, ({ ctx, params }) =>
  rotateWebhookSecret(ctx, params.webhook),
);
