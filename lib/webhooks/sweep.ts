import "server-only";
import { system, withSystem } from "../db/system.ts";
import { enqueueDelivery } from "./plan-deliveries.ts";

const atOnce = 500;
const keptDays = 30;

/** Run every few seconds by the worker: what is due and has no job any more, because its worker died over it. */
export async function sweepDeliveries(): Promise<void> {
  const due = await system().webhookDelivery.findMany({
    where: { nextAttemptAt: { lte: new Date() } },
    select: { id: true, orgId: true },
    orderBy: { nextAttemptAt: "asc" },
    take: atOnce,
  });
  if (due.length === 0) return;
  await withSystem(async (tx) => {
    for (const { id, orgId } of due.toSorted((a, b) => (a.id < b.id ? -1 : 1))) await enqueueDelivery(tx, orgId, id, 0);
  });
}

/** Job `webhooks.purge`: deliveries are kept for 30 days, and a replaced secret for as long as it signs. */
export async function purgeDeliveries(): Promise<void> {
  const now = Date.now();
  await system().webhookDelivery.deleteMany({
    where: { createdAt: { lt: new Date(now - keptDays * 24 * 3_600_000) }, nextAttemptAt: null },
  });
  await system().$executeRaw`
    update webhook_endpoint set previous_secret = null, previous_until = null where previous_until < now()`;
}
