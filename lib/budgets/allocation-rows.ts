import "server-only";
import { appendAudit } from "../audit/append.ts";
import type { Ctx } from "../context.ts";
import type { Tx } from "../db/client.ts";

interface BudgetRef {
  id: string;
  name: string;
  period: string;
  capNanos: bigint;
}

/**
 * A budget's cap and that of its running period, inside a transaction that changes several; the caller holds the row,
 * asked for a recent sign-in where the cap rises, and announces. Below what is committed it is over-committed.
 */
export async function writeCap(tx: Tx, ctx: Ctx, budget: BudgetRef, capNanos: bigint): Promise<void> {
  await tx.budget.updateMany({ where: { orgId: ctx.org.id, id: budget.id }, data: { capNanos } });
  await tx.$executeRaw`
    update budget_period p set
      cap_nanos = now_cap.nanos,
      over_committed_nanos = greatest(0, p.spent_nanos + p.reserved_nanos + p.presumed_nanos - now_cap.nanos)
    from budget b,
      lateral (select effective_cap(b.cap_nanos, b.raise_nanos, b.raise_until) as nanos) now_cap,
      lateral budget_bounds(b.period, b.week_start, ${ctx.org.timezone}, now()) bounds
    where b.org_id = ${ctx.org.id} and b.id = ${budget.id} and p.budget_id = b.id and p.starts_at = bounds.starts_at`;
  await appendAudit(tx, ctx, {
    action: "budgets.change",
    targetId: budget.id,
    before: { name: budget.name, capNanos: budget.capNanos.toString() },
    after: { name: budget.name, capNanos: capNanos.toString() },
  });
}

/** Deletes a budget inside a transaction that changes several; the caller asked for a recent sign-in, and announces. */
export async function removeBudget(tx: Tx, ctx: Ctx, budget: BudgetRef): Promise<void> {
  await tx.budget.updateMany({ where: { orgId: ctx.org.id, id: budget.id }, data: { deletedAt: new Date() } });
  await appendAudit(tx, ctx, {
    action: "budgets.delete",
    targetId: budget.id,
    before: { name: budget.name, capNanos: budget.capNanos.toString(), period: budget.period },
  });
}
