import { route } from "#lib/api/route.ts";
import { createWebhook } from "#lib/webhooks/create.ts";
import { listWebhooks } from "#lib/webhooks/read.ts";
import { CreatedWebhook, CreateWebhook, WebhookEndpointList } from "#lib/webhooks/schema.ts";

export const GET = route({ response: WebhookEndpointList, permission: "webhooks.read" }, ({ ctx }) =>
  listWebhooks(ctx),
);

export const POST = route(
  { response: CreatedWebhook, permission: "webhooks.write", body: CreateWebhook, status: 201 },
  ({ ctx, body }) => createWebhook(ctx, body),
);
