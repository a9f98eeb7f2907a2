import "server-only";
import { alertPath } from "../alerts/path.ts";
import type { RaisedAlert } from "../alerts/raise.ts";
import type { Ctx } from "../context.ts";
import type { Tx } from "../db/client.ts";
import { publicUrl } from "../env.ts";
import { newId } from "../id.ts";
import { enqueue } from "../jobs/enqueue.ts";
import { alertMessage } from "./message.ts";

interface NewDelivery {
  endpointId: string;
  alertId: string | null;
  kind: string;
  body: string;
}

/** One message per alert and endpoint that wants its kind, in the transaction of the alert. */
export async function planDeliveries(tx: Tx, { org }: Ctx, alerts: readonly RaisedAlert[]): Promise<void> {
  const endpoints = await tx.webhookEndpoint.findMany({
    where: { orgId: org.id, disabledAt: null },
    select: { id: true, kinds: true },
    orderBy: { id: "asc" },
  });
  for (const alert of alerts) {
    const body = alertMessage(org, alert, `${publicUrl()}${alertPath(org.slug, alert)}`);
    for (const { id: endpointId } of endpoints.filter(({ kinds }) => kinds.includes(alert.kind))) {
      await addDelivery(tx, org.id, { endpointId, alertId: alert.id, kind: alert.kind, body });
    }
  }
}

/** A message that is due now. Returns its id. */
export async function addDelivery(tx: Tx, orgId: string, delivery: NewDelivery): Promise<string> {
  const id = newId("message");
  await tx.webhookDelivery.create({ data: { id, orgId, ...delivery, nextAttemptAt: new Date() } });
  await enqueueDelivery(tx, orgId, id, 0);
  return id;
}

export function enqueueDelivery(tx: Tx, orgId: string, deliveryId: string, delaySeconds: number): Promise<void> {
  return enqueue(tx, "webhooks.deliver", { orgId, deliveryId }, { key: deliveryId, delaySeconds });
}
