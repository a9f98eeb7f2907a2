import "server-only";
import { appendAudit } from "../audit/append.ts";
import { notifyOrg } from "../bus/notify.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { notFound } from "../errors.ts";
import type { Subscription } from "./metrics-schema.ts";

/** What the boxes themselves cost a month, so that it can be added to the run-rate × 12; null when nobody says. */
export async function setSubscription(ctx: Ctx, { monthlyNanos }: Subscription): Promise<Subscription> {
  requirePermission(ctx, "orgs.write");
  const id = ctx.org.id;
  await withOrg(ctx, async (tx) => {
    const org = await tx.org.findFirst({ where: { id, deletedAt: null }, select: { subscriptionMonthlyNanos: true } });
    if (!org) throw notFound("organization");
    await tx.org.updateMany({ where: { id }, data: { subscriptionMonthlyNanos: monthlyNanos } });
    await notifyOrg(tx, ctx, "spend");
    const text = (nanos: bigint | null) => ({ monthlyNanos: nanos === null ? null : nanos.toString() });
    const facts = { before: text(org.subscriptionMonthlyNanos), after: text(monthlyNanos) };
    await appendAudit(tx, ctx, { action: "spend.subscription", targetId: id, ...facts });
  });
  return { monthlyNanos };
}
