import "server-only";
import { appendAudit } from "../audit/append.ts";
import { notifyBox, notifyOrg } from "../bus/notify.ts";
import { type Ctx, requirePermission, requireRecentSignIn } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { notFound } from "../errors.ts";
import { presumeLeases } from "../leases/presume.ts";

/**
 * From the commit on the box is refused; its live leases count as spent until it reports. What it did stays.
 */
export async function decommissionBox(ctx: Ctx, boxId: string): Promise<null> {
  requirePermission(ctx, "boxes.write");
  requireRecentSignIn(ctx);
  return withOrg(ctx, async (tx) => {
    const changed = await tx.box.updateManyAndReturn({
      where: { orgId: ctx.org.id, id: boxId, status: "active" },
      data: {
        status: "decommissioned",
        decommissionedAt: new Date(),
        presence: "offline",
        presenceReason: "decommissioned",
        sessionId: null,
      },
    });
    const [box] = changed;
    if (!box) throw notFound("box");
    await presumeLeases(tx, { orgId: ctx.org.id, boxId });
    await notifyBox(tx, ctx.org.id, boxId, "bye");
    await notifyOrg(tx, ctx, "boxes", boxId);
    await notifyOrg(tx, ctx, "budgets");
    await appendAudit(tx, ctx, { action: "boxes.decommission", targetId: boxId, before: { name: box.name } });
    return null;
  });
}
