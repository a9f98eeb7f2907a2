import "server-only";
import type { Tx } from "../db/client.ts";

/**
 * The organization's days begin at another hour: the running period of every budget gets the bounds of the new zone and
 * keeps what was spent and held in it. Without this a change of zone would open a second period with a full cap.
 */
export async function movePeriods(tx: Tx, orgId: string, timezone: string): Promise<void> {
  await tx.$executeRaw`
    update budget_period p set starts_at = bounds.starts_at, ends_at = bounds.ends_at
    from budget b, lateral budget_bounds(b.period, b.week_start, ${timezone}, now()) bounds
    where p.org_id = ${orgId} and b.org_id = ${orgId} and b.id = p.budget_id and b.period <> 'total'
      and p.starts_at <= now() and now() < p.ends_at and p.starts_at <> bounds.starts_at
      and not exists (
        select from budget_period other where other.budget_id = p.budget_id and other.starts_at = bounds.starts_at)`;
}

/**
 * The running period of a budget gets the cap that is in force now. What is committed beyond it stays in the books as
 * over-committed; a period nobody has used yet has no account, and begins with the right cap by itself.
 */
export async function applyCap(tx: Tx, budgetId: string, timezone: string): Promise<void> {
  await tx.$executeRaw`
    update budget_period p set
      cap_nanos = cap.nanos,
      over_committed_nanos = greatest(0, p.spent_nanos + p.reserved_nanos + p.presumed_nanos - cap.nanos)
    from budget b
    cross join lateral effective_cap(b.cap_nanos, b.raise_nanos, b.raise_until) cap(nanos)
    cross join lateral budget_bounds(b.period, b.week_start, ${timezone}, now()) bounds
    where b.id = ${budgetId} and p.budget_id = b.id and p.starts_at = bounds.starts_at`;
}
