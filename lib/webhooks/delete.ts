import "server-only";
import { appendAudit } from "../audit/append.ts";
import { notifyOrg } from "../bus/notify.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { notFound } from "../errors.ts";

/** With its deliveries; nothing more is sent, also of what waited. */
export async function deleteWebhook(ctx: Ctx, endpointId: string): Promise<null> {
  requirePermission(ctx, "webhooks.write");
  const where = { orgId: ctx.org.id, id: endpointId };
  return withOrg(ctx, async (tx) => {
    const row = await tx.webhookEndpoint.findFirst({ where, select: { url: true } });
    const { count } = await tx.webhookEndpoint.deleteMany({ where });
    if (!row || count === 0) throw notFound("webhook endpoint");
    await notifyOrg(tx, ctx, "webhooks", endpointId);
    await appendAudit(tx, ctx, { action: "webhooks.delete", targetId: endpointId, before: { name: row.url } });
    return null;
  });
}
