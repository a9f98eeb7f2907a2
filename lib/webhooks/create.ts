import "server-only";
import type { z } from "zod";
import { appendAudit } from "../audit/append.ts";
import { notifyOrg } from "../bus/notify.ts";
import { type Ctx, requirePermission, requireRecentSignIn } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { AppError } from "../errors.ts";
import { newId } from "../id.ts";
import { endpointFields, toEndpoint } from "./endpoint-row.ts";
import { requireWebhookUrl } from "./require-url.ts";
import { type CreatedWebhook, type CreateWebhook, maxEndpoints } from "./schema.ts";
import { sealWebhookSecret } from "./secret-store.ts";
import { newWebhookSecret } from "./sign.ts";

/** What is spent leaves the console from here on, so it asks for a recent sign-in. */
export async function createWebhook(ctx: Ctx, input: z.output<typeof CreateWebhook>): Promise<CreatedWebhook> {
  requirePermission(ctx, "webhooks.write");
  requireRecentSignIn(ctx);
  requireWebhookUrl(input.url);
  const orgId = ctx.org.id;
  return withOrg(ctx, async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`webhooks:${orgId}`}, 0))`;
    if ((await tx.webhookEndpoint.count({ where: { orgId } })) >= maxEndpoints) {
      throw new AppError("limit_reached", `An organization has at most ${maxEndpoints} webhook endpoints.`);
    }
    const id = newId("webhook");
    const secret = newWebhookSecret();
    const sealed = await sealWebhookSecret(tx, { orgId, endpointId: id, version: 1 }, secret);
    const row = await tx.webhookEndpoint.create({
      data: { id, orgId, ...input, secret: sealed },
      select: endpointFields,
    });
    await notifyOrg(tx, ctx, "webhooks", id);
    await appendAudit(tx, ctx, { action: "webhooks.create", targetId: id, after: { ...input, name: input.url } });
    return { ...toEndpoint(row), secret };
  });
}
