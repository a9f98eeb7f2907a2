import "server-only";
import type { z } from "zod";
import { appendAudit } from "../audit/append.ts";
import { notifyAllBoxes, notifyOrg } from "../bus/notify.ts";
import { bumpConfigRevision } from "../configs/bump-revision.ts";
import { type Ctx, requirePermission, requireRecentSignIn } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { notFound } from "../errors.ts";
import { readBudgets } from "./account.ts";
import type { Budget, ChangeBudget } from "./schema.ts";

/**
 * A cap may be lowered below what is already spent and leased: the difference is shown as over-committed, nothing new
 * is granted, and the books stay true.
 */
export async function changeBudget(ctx: Ctx, budgetId: string, input: z.output<typeof ChangeBudget>): Promise<Budget> {
  requirePermission(ctx, "budgets.write");
  return withOrg(ctx, async (tx) => {
    const before = await tx.budget.findFirst({ where: { orgId: ctx.org.id, id: budgetId, deletedAt: null } });
    if (!before) throw notFound("budget");
    const name = input.name ?? before.name;
    const capNanos = input.capNanos ?? before.capNanos;
    if (capNanos > before.capNanos) requireRecentSignIn(ctx);
    await tx.budget.updateMany({ where: { orgId: ctx.org.id, id: budgetId }, data: { name, capNanos } });
    await tx.$executeRaw`
      update budget_period p set
        cap_nanos = ${capNanos},
        over_committed_nanos = greatest(0, p.spent_nanos + p.reserved_nanos + p.presumed_nanos - ${capNanos}::bigint)
      from budget_bounds(${before.period}::budget_period_kind, ${before.weekStart}::int, ${ctx.org.timezone}, now()) bounds
      where p.budget_id = ${budgetId} and p.starts_at = bounds.starts_at`;
    if (name !== before.name) await bumpConfigRevision(tx, ctx);
    await notifyAllBoxes(tx, ctx.org.id, "lease");
    await notifyOrg(tx, ctx, "budgets");
    await appendAudit(tx, ctx, {
      action: "budgets.change",
      targetId: budgetId,
      before: { name: before.name, capNanos: before.capNanos.toString() },
      after: { name, capNanos: capNanos.toString() },
    });
    const [budget] = await readBudgets(tx, ctx.org.timezone, budgetId);
    if (!budget) throw notFound("budget");
    return budget;
  });
}
