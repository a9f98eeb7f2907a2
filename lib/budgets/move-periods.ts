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
