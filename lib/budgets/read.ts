import "server-only";
import { type Ctx, requirePermission } from "../context.ts";
import { type Tx, withOrg } from "../db/client.ts";
import { notFound } from "../errors.ts";
import { readBudgets } from "./account.ts";
import { type Budget, type BudgetDetail, type BudgetLease, shownLeases } from "./schema.ts";

export async function listBudgets(ctx: Ctx): Promise<{ items: Budget[] }> {
  requirePermission(ctx, "budgets.read");
  return { items: await withOrg(ctx, (tx) => readBudgets(tx, ctx.org.timezone)) };
}

export async function getBudget(ctx: Ctx, budgetId: string): Promise<BudgetDetail> {
  requirePermission(ctx, "budgets.read");
  return withOrg(ctx, async (tx) => {
    const [budget] = await readBudgets(tx, ctx.org.timezone, budgetId);
    if (!budget) throw notFound("budget");
    const { leases, count } = await readLeases(tx, ctx, budget);
    return { ...budget, leases, leaseCount: count };
  });
}

interface LeaseRow extends Omit<BudgetLease, "periodStartsAt" | "expiresAt"> {
  periodStartsAt: Date;
  expiresAt: Date;
  count: bigint;
}

/** Of the running period all, of earlier ones what is not closed: their money is still somewhere. */
async function readLeases(tx: Tx, ctx: Ctx, budget: Budget): Promise<{ leases: BudgetLease[]; count: number }> {
  const rows = await tx.$queryRaw<LeaseRow[]>`
    select l.id as "leaseId", l.box_id as "boxId", x.name as "boxName", p.starts_at as "periodStartsAt", l.epoch,
      l.granted_nanos as "grantedNanos", l.spent_nanos as "spentNanos", l.returned_nanos as "returnedNanos",
      l.written_off_nanos as "writtenOffNanos", l.overshoot_nanos as "overshootNanos", l.state::text as state,
      l.is_fenced as "isFenced", l.expires_at as "expiresAt", count(*) over () as count
    from lease l join budget_period p on p.id = l.period_id join box x on x.id = l.box_id
    where l.org_id = ${ctx.org.id} and p.budget_id = ${budget.id}
      and (p.starts_at = ${new Date(budget.account.startsAt)} or l.state <> 'closed')
    order by l.state = 'presumed' desc, l.state = 'active' desc, p.starts_at desc,
      l.granted_nanos - l.spent_nanos - l.returned_nanos desc, l.id
    limit ${shownLeases}`;
  const leases = rows.map(({ count: _count, ...lease }) => ({
    ...lease,
    periodStartsAt: budget.period === "total" ? null : lease.periodStartsAt.toISOString(),
    expiresAt: lease.expiresAt.toISOString(),
  }));
  return { leases, count: Number(rows[0]?.count ?? 0) };
}
