import "server-only";
import { appendAudit } from "../audit/append.ts";
import { type Ctx, requirePermission, requireRecentSignIn } from "../context.ts";
import { type Tx, withOrg } from "../db/client.ts";
import { notFound } from "../errors.ts";
import { announceBudgets } from "./create.ts";

/** Calls are no longer limited by it; its accounts and leases stay in the books. */
export async function deleteBudget(ctx: Ctx, budgetId: string): Promise<null> {
  requirePermission(ctx, "budgets.write");
  return withOrg(ctx, async (tx) => {
    await deleteBudgetIn(tx, ctx, budgetId);
    await announceBudgets(tx, ctx);
    return null;
  });
}

/** The same inside a transaction that may change several and has asked for the permission; it announces them itself. */
export async function deleteBudgetIn(tx: Tx, ctx: Ctx, budgetId: string): Promise<void> {
  // What has no cap any more is the highest cap of all.
  requireRecentSignIn(ctx);
  const [budget] = await tx.budget.updateManyAndReturn({
    where: { orgId: ctx.org.id, id: budgetId, deletedAt: null },
    data: { deletedAt: new Date() },
  });
  if (!budget) throw notFound("budget");
  const before = { name: budget.name, capNanos: budget.capNanos.toString(), period: budget.period };
  await appendAudit(tx, ctx, { action: "budgets.delete", targetId: budgetId, before });
}
