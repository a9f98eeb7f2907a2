import { dueBoxAlerts } from "#lib/alerts/due.ts";
import { raiseAlerts } from "#lib/alerts/raise.ts";
import type { AlertKind } from "#lib/alerts/schema.ts";
import { alertKinds } from "#lib/alerts/schema.ts";
import type { Ctx } from "#lib/context.ts";
import { withOrg } from "#lib/db/client.ts";
import { newId } from "#lib/id.ts";
import { testMessage } from "#lib/webhooks/message.ts";
import { addDelivery } from "#lib/webhooks/plan-deliveries.ts";
import { sealWebhookSecret } from "#lib/webhooks/secret-store.ts";
import { newWebhookSecret } from "#lib/webhooks/sign.ts";

const jobOf = (org: Ctx["org"]): Ctx => ({ org, actor: { kind: "job", job: "seed" }, requestId: "seed" });

/** An alert about a box of this name. Returns its id. */
export async function seedAlert(org: Ctx["org"], { name }: { name: string }): Promise<string> {
  const ctx = jobOf(org);
  const due = dueBoxAlerts([{ id: newId("box"), name, quarantined: 1, toldOf: 0 }], Date.now());
  const [alert] = await withOrg(ctx, (tx) => raiseAlerts(tx, ctx, due));
  if (!alert) throw new Error("an alert about a new box is new");
  return alert.id;
}

/** An endpoint that wants every kind, without the questions of lib/webhooks/create.ts. Returns its id. */
export async function seedWebhook(
  org: Ctx["org"],
  url: string,
  { kinds = alertKinds, secret = newWebhookSecret() }: { kinds?: readonly AlertKind[]; secret?: string } = {},
): Promise<string> {
  const id = newId("webhook");
  await withOrg({ org }, async (tx) => {
    const sealed = await sealWebhookSecret(tx, { orgId: org.id, endpointId: id, version: 1 }, secret);
    await tx.webhookEndpoint.create({ data: { id, orgId: org.id, url, kinds: [...kinds], secret: sealed } });
  });
  return id;
}

/** A test event that waits to be sent. Returns its id. */
export function seedDelivery(org: Ctx["org"], endpointId: string): Promise<string> {
  const body = testMessage(org, endpointId, new Date());
  return withOrg({ org }, (tx) => addDelivery(tx, org.id, { endpointId, alertId: null, kind: "webhook.test", body }));
}
