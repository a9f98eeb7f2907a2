import { z } from "zod";
import { route } from "#lib/api/route.ts";
import { changeWebhook } from "#lib/webhooks/change.ts";
import { deleteWebhook } from "#lib/webhooks/delete.ts";
import { getWebhook } from "#lib/webhooks/read.ts";
import { ChangeWebhook, WebhookEndpoint } from "#lib/webhooks/schema.ts";

const params = z.object({ webhook: z.string() });

export const GET = route({ response: WebhookEndpoint, permission: "webhooks.read", params }, ({ ctx, params }) =>
  getWebhook(ctx, params.webhook),
);

export const PATCH = route(
  { response: WebhookEndpoint, permission: "webhooks.write", params, body: ChangeWebhook },
  ({ ctx, params, body }) => changeWebhook(ctx, params.webhook, body),
);

export const DELETE = route({ response: z.null(), permission: "webhooks.write", params }, ({ ctx, params }) =>
  deleteWebhook(ctx, params.webhook),
);
