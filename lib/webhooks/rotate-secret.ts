import "server-only";
import { appendAudit } from "../audit/append.ts";
import { notifyOrg } from "../bus/notify.ts";
import { type Ctx, requirePermission, requireRecentSignIn } from "../context.ts";
import { type Prisma, withOrg } from "../db/client.ts";
import { notFound } from "../errors.ts";
import { endpointFields, toEndpoint } from "./endpoint-row.ts";
import type { CreatedWebhook } from "./schema.ts";
import { sealWebhookSecret } from "./secret-store.ts";
import { newWebhookSecret } from "./sign.ts";

const overlapMs = 24 * 3_600_000;

/** A new secret; the present one signs beside it for a day. The one before that, if it still did, stops at once. */
export async function rotateWebhookSecret(ctx: Ctx, endpointId: string): Promise<CreatedWebhook> {
  requirePermission(ctx, "webhooks.write");
  requireRecentSignIn(ctx);
  const orgId = ctx.org.id;
  return withOrg(ctx, async (tx) => {
    await tx.$executeRaw`select 1 from webhook_endpoint where org_id = ${orgId} and id = ${endpointId} for update`;
    const present = await tx.webhookEndpoint.findFirst({ where: { orgId, id: endpointId } });
    if (!present) throw notFound("webhook endpoint");
    const version = present.secretVersion + 1;
    const secret = newWebhookSecret();
    const sealed = await sealWebhookSecret(tx, { orgId, endpointId, version }, secret);
    // An envelope is an object; the column's type does not say so.
    const previousSecret = present.secret as Prisma.InputJsonObject;
    const previousUntil = new Date(Date.now() + overlapMs);
    const [row] = await tx.webhookEndpoint.updateManyAndReturn({
      where: { orgId, id: endpointId },
      data: { secret: sealed, secretVersion: version, previousSecret, previousUntil },
      select: endpointFields,
    });
    if (!row) throw notFound("webhook endpoint");
    await notifyOrg(tx, ctx, "webhooks", endpointId);
    await appendAudit(tx, ctx, {
      action: "webhooks.rotate_secret",
      targetId: endpointId,
      after: { name: present.url, version },
    });
    return { ...toEndpoint(row), secret };
  });
}
