import "server-only";
import { type Ctx, requirePermission } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { notFound } from "../errors.ts";
import { readBudgets } from "./account.ts";
import type { Budget, BudgetDetail } from "./schema.ts";

export async function listBudgets(ctx: Ctx): Promise<{ items: Budget[] }> {
  requirePermission(ctx, "budgets.read");
  return { items: await withOrg(ctx, (tx) => readBudgets(tx, ctx.org.timezone)) };
}

export async function getBudget(ctx: Ctx, budgetId: string): Promise<BudgetDetail> {
  requirePermission(ctx, "budgets.read");
  return withOrg(ctx, async (tx) => {
    const [budget] = await readBudgets(tx, ctx.org.timezone, budgetId);
    if (!budget) throw notFound("budget");
    const leases = await tx.lease.findMany({
      where: { orgId: ctx.org.id, period: { budgetId, startsAt: new Date(budget.account.startsAt) } },
      include: { box: { select: { name: true } } },
      orderBy: [{ state: "asc" }, { grantedNanos: "desc" }],
      take: 200,
    });
    return {
      ...budget,
      leases: leases.map((lease) => ({
        leaseId: lease.id,
        boxId: lease.boxId,
        boxName: lease.box.name,
        grantedNanos: lease.grantedNanos,
        spentNanos: lease.spentNanos,
        returnedNanos: lease.returnedNanos,
        state: lease.state,
        expiresAt: lease.expiresAt.toISOString(),
      })),
    };
  });
}
