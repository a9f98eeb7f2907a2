import "server-only";
import { appendAudit } from "../audit/append.ts";
import { notifyOrg } from "../bus/notify.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { type Tx, withOrg } from "../db/client.ts";
import { AppError, notFound } from "../errors.ts";
import { testMessage } from "./message.ts";
import { addDelivery, enqueueDelivery } from "./plan-deliveries.ts";
import { testKind } from "./schema.ts";

/** A message like any other, signed and tried again like them. */
export async function sendTestEvent(ctx: Ctx, endpointId: string): Promise<{ id: string }> {
  requirePermission(ctx, "webhooks.write");
  return withOrg(ctx, async (tx) => {
    const url = await requireEnabled(tx, ctx, endpointId);
    const body = testMessage(ctx.org, endpointId, new Date());
    const id = await addDelivery(tx, ctx.org.id, { endpointId, alertId: null, kind: testKind, body });
    await notifyOrg(tx, ctx, "webhooks", endpointId);
    await appendAudit(tx, ctx, { action: "webhooks.test", targetId: endpointId, after: { name: url, message: id } });
    return { id };
  });
}

/** The same message again, under the same id, whatever became of it; its attempts begin anew. */
export async function resendDelivery(ctx: Ctx, endpointId: string, deliveryId: string): Promise<null> {
  requirePermission(ctx, "webhooks.write");
  const orgId = ctx.org.id;
  return withOrg(ctx, async (tx) => {
    const url = await requireEnabled(tx, ctx, endpointId);
    const { count } = await tx.webhookDelivery.updateMany({
      where: { orgId, endpointId, id: deliveryId },
      data: { attempts: 0, deliveredAt: null, nextAttemptAt: new Date() },
    });
    if (count === 0) throw notFound("delivery");
    await enqueueDelivery(tx, orgId, deliveryId, 0);
    await notifyOrg(tx, ctx, "webhooks", endpointId);
    const after = { name: url, message: deliveryId };
    await appendAudit(tx, ctx, { action: "webhooks.resend", targetId: endpointId, after });
    return null;
  });
}

async function requireEnabled(tx: Tx, ctx: Ctx, endpointId: string): Promise<string> {
  const endpoint = await tx.webhookEndpoint.findFirst({ where: { orgId: ctx.org.id, id: endpointId } });
  if (!endpoint) throw notFound("webhook endpoint");
  if (endpoint.disabledAt) throw new AppError("webhook_disabled", "This endpoint is disabled; enable it first.");
  return endpoint.url;
}
