import "server-only";
import { appendAudit } from "../audit/append.ts";
import { type Ctx, requirePermission, requireRecentSignIn } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { notFound } from "../errors.ts";
import { announceBudgets } from "./create.ts";

/** Calls are no longer limited by it; its accounts and leases stay in the books. */
export async function deleteBudget(ctx: Ctx, budgetId: string): Promise<null> {
  requirePermission(ctx, "budgets.write");
  // What has no cap any more is the highest cap of all.
  requireRecentSignIn(ctx);
  return withOrg(ctx, async (tx) => {
    const [budget] = await tx.budget.updateManyAndReturn({
      where: { orgId: ctx.org.id, id: budgetId, deletedAt: null },
      data: { deletedAt: new Date() },
    });
    if (!budget) throw notFound("budget");
    await announceBudgets(tx, ctx);
    const before = { name: budget.name, capNanos: budget.capNanos.toString(), period: budget.period };
    await appendAudit(tx, ctx, { action: "budgets.delete", targetId: budgetId, before });
    return null;
  });
}
