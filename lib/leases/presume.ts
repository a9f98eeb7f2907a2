import "server-only";
import type { Tx } from "../db/client.ts";

/**
 * Moves live leases to *presumed*: what is outstanding counts as spent until the box reports or an admin writes it off.
 * Dollars are a stock; time alone never makes them free again. A lease with nothing outstanding is closed.
 * For one box, for a whole organization, or for all leases that ran out before `expiredBefore`; at most 500 at a time, so
 * call it again until it returns nothing.
 */
export async function presumeLeases(
  tx: Tx,
  scope: { orgId: string; boxId?: string } | { expiredBefore: Date },
): Promise<string[]> {
  const orgId = "orgId" in scope ? scope.orgId : null;
  const boxId = "boxId" in scope ? (scope.boxId ?? null) : null;
  const expiredBefore = "expiredBefore" in scope ? scope.expiredBefore : null;
  const rows = await tx.$queryRaw<{ org_id: string }[]>`
    with chosen as (
      select id, period_id from lease
      where state = 'active'
        and (${orgId}::text is null or org_id = ${orgId})
        and (${boxId}::text is null or box_id = ${boxId})
        and (${expiredBefore}::timestamptz is null or expires_at < ${expiredBefore}::timestamptz)
      limit 500
    ), periods as (
      select id from budget_period where id in (select period_id from chosen) order by id for update
    ), locked as (
      select l.id, l.org_id, l.period_id, l.granted_nanos - l.spent_nanos - l.returned_nanos as outstanding
      from lease l join periods on periods.id = l.period_id
      where l.id in (select id from chosen) and l.state = 'active' for update of l
    ), ended as (
      update lease set state = case when outstanding > 0 then 'presumed' else 'closed' end::lease_state
      from locked where lease.id = locked.id
    ), moved as (
      update budget_period p set reserved_nanos = p.reserved_nanos - s.outstanding, presumed_nanos = p.presumed_nanos + s.outstanding
      from (select period_id, sum(outstanding)::bigint as outstanding from locked group by period_id) s
      where p.id = s.period_id
    )
    select distinct org_id from locked`;
  return rows.map((row) => row.org_id);
}
