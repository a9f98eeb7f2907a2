import "server-only";
import { disabledAlert } from "../alerts/due.ts";
import { raiseAlerts } from "../alerts/raise.ts";
import { appendAudit } from "../audit/append.ts";
import type { Ctx } from "../context.ts";
import type { Tx } from "../db/client.ts";
import type { disabledReasons } from "./schema.ts";

type Reason = Exclude<(typeof disabledReasons)[number], "by_hand">;

/** What waits for an endpoint is not sent any more; a person may still send each again. */
export async function stopDeliveries(tx: Tx, orgId: string, endpointId: string): Promise<void> {
  await tx.webhookDelivery.updateMany({
    where: { orgId, endpointId, nextAttemptAt: { not: null } },
    data: { nextAttemptAt: null },
  });
}

/** The console gives an endpoint up by itself: once, however many deliveries find out at the same time. */
export async function disableEndpoint(tx: Tx, ctx: Ctx, endpointId: string, why: Reason): Promise<void> {
  const now = new Date();
  const [row] = await tx.webhookEndpoint.updateManyAndReturn({
    where: { orgId: ctx.org.id, id: endpointId, disabledAt: null },
    data: { disabledAt: now, disabledWhy: why },
    select: { url: true },
  });
  if (!row) return;
  await stopDeliveries(tx, ctx.org.id, endpointId);
  const { host } = new URL(row.url);
  await raiseAlerts(tx, ctx, [disabledAlert({ id: endpointId, host, atMs: now.getTime() })]);
  await appendAudit(tx, ctx, { action: "webhooks.disable", targetId: endpointId, after: { name: row.url, why } });
}
