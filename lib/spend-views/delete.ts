import "server-only";
import { appendAudit } from "../audit/append.ts";
import { notifyOrg } from "../bus/notify.ts";
import { type Ctx, personBehind, requirePermission } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { notFound } from "../errors.ts";
import { mayManageViews } from "./view-row.ts";

/** Its author; managers delete what others share, not what others keep for themselves. */
export async function deleteSpendView(ctx: Ctx, viewId: string): Promise<null> {
  requirePermission(ctx, "spend.read");
  const mine = { createdById: personBehind(ctx.actor) ?? "" };
  const OR = mayManageViews(ctx) ? [mine, { isShared: true }] : [mine];
  const where = { orgId: ctx.org.id, id: viewId, OR };
  return withOrg(ctx, async (tx) => {
    const row = await tx.spendView.findFirst({ where, select: { name: true, page: true, query: true } });
    const { count } = await tx.spendView.deleteMany({ where });
    if (!row || count === 0) throw notFound("view");
    await notifyOrg(tx, ctx, "spend-views", viewId);
    await appendAudit(tx, ctx, { action: "spend-views.delete", targetId: viewId, before: row });
    return null;
  });
}
