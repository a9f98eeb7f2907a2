import "server-only";
import type { Tx } from "../db/client.ts";
import type { LeaseReturn } from "../protocol/lease.ts";

/**
 * Money a box gives back becomes free at once, whether its lease is live or presumed spent. `returnedNanos` is
 * cumulative, so a repeat changes nothing; more than is outstanding is never taken. What was over-committed by a
 * lowered cap shrinks with it.
 */
export async function takeBack(tx: Tx, boxId: string, { leaseId, returnedNanos }: LeaseReturn): Promise<void> {
  await tx.$executeRaw`
    with period as (
      select p.id from budget_period p where p.id = (select period_id from lease where id = ${leaseId} and box_id = ${boxId}) for update
    ), locked as (
      select l.id, l.period_id, l.state, greatest(least(${returnedNanos}::bigint, l.granted_nanos - l.spent_nanos) - l.returned_nanos, 0) as back
      from lease l join period on period.id = l.period_id
      where l.id = ${leaseId} and l.box_id = ${boxId} and l.state <> 'closed' for update of l
    ), returned as (
      update lease set returned_nanos = returned_nanos + locked.back,
        state = case when lease.state = 'presumed' and granted_nanos - spent_nanos - returned_nanos = locked.back then 'closed'::lease_state else lease.state end
      from locked where lease.id = locked.id
    )
    update budget_period p set
      reserved_nanos = p.reserved_nanos - case when locked.state = 'active' then locked.back else 0 end,
      presumed_nanos = p.presumed_nanos - case when locked.state = 'presumed' then locked.back else 0 end,
      over_committed_nanos = greatest(0, least(p.over_committed_nanos, p.spent_nanos + p.reserved_nanos + p.presumed_nanos - locked.back - p.cap_nanos))
    from locked where p.id = locked.period_id`;
}
