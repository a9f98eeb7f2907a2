import "server-only";
import type { Tx } from "../db/client.ts";
import { newId } from "../id.ts";
import type { LeaseAnswer, LeaseAsk } from "../protocol/lease.ts";

/** How long a box may spend without hearing from the console, seconds. */
export const leaseTtlSeconds = 24 * 3600;
/** A grant aims at this many seconds of the box's present speed. */
const horizonSeconds = 600;

interface GrantRow {
  starts_at: Date;
  ends_at: Date;
  cap_nanos: bigint;
  kind: string;
  lease_id: string | null;
  granted_nanos: bigint | null;
  is_enough: boolean;
  expires_in: number | null;
}

export interface GrantScope {
  orgId: string;
  boxId: string;
  ledgerId: string;
  timezone: string;
}

/**
 * Answers one ask with one statement: lock the period, size the grant, debit it by a conditional UPDATE, and write the
 * lease. **spent + reserved + presumed ≤ cap holds at every commit**; the condition is repeated in the UPDATE and once
 * more as a CHECK.
 *
 * Size: the shortfall of the next call, or working stock if that is more: max(cap / 100, speed × 600 s), at most a
 * quarter of what is free, so that one box never drains a budget others need. A shortfall that does not fit is not
 * granted in part.
 *
 * The caller holds the box's advisory lock, so that a box's own requests come one after the other.
 */
export async function grantLease(tx: Tx, scope: GrantScope, ask: LeaseAsk): Promise<LeaseAnswer> {
  await presumeLostLedger(tx, scope, ask);
  await tx.$executeRaw`
    insert into budget_period (id, org_id, budget_id, starts_at, ends_at, cap_nanos)
    select ${newId("budgetPeriod")}, b.org_id, b.id, bounds.starts_at, bounds.ends_at, b.cap_nanos
    from budget b, budget_period_bounds(b.period, ${scope.timezone}, now()) bounds
    where b.id = ${ask.budgetId} and b.deleted_at is null
    on conflict do nothing`;
  const [row] = await tx.$queryRaw<GrantRow[]>`
    with period as (
      select p.*, b.period::text as kind
      from budget b
      cross join lateral budget_period_bounds(b.period, ${scope.timezone}, now()) bounds
      join budget_period p on p.budget_id = b.id and p.starts_at = bounds.starts_at
      where b.id = ${ask.budgetId} and b.deleted_at is null
      for update of p
    ), live as (
      select l.* from lease l join period on period.id = l.period_id
      where l.box_id = ${scope.boxId} and l.state = 'active'
      for update of l
    ), facts as (
      select period.id as period_id, period.org_id, live.id as lease_id, coalesce(live.granted_nanos, 0) as granted,
        greatest(period.cap_nanos - period.spent_nanos - period.reserved_nanos - period.presumed_nanos, 0) as free,
        -- What the box lacks beyond what it was already granted, of which it may not know yet.
        greatest(${ask.known?.grantedNanos ?? 0n}::bigint + ${ask.needNanos}::bigint - coalesce(live.granted_nanos, 0), 0) as shortfall,
        coalesce(live.granted_nanos, 0) > ${ask.known?.grantedNanos ?? 0n}::bigint as is_news,
        greatest(period.cap_nanos / 100, ${ask.burnNanosPerSecond}::bigint * ${horizonSeconds}::bigint) as stock
      from period left join live on true
    ), sized as (
      select *, case
          when shortfall > free then 0
          when shortfall = 0 and is_news then 0
          else greatest(shortfall, least(stock, free / 4))
        end as more
      from facts
    ), debited as (
      update budget_period p set reserved_nanos = p.reserved_nanos + sized.more
      from sized
      where p.id = sized.period_id and p.spent_nanos + p.reserved_nanos + p.presumed_nanos + sized.more <= p.cap_nanos
      returning p.id, sized.more
    ), renewed as (
      update lease l set granted_nanos = l.granted_nanos + coalesce((select more from debited), 0),
        expires_at = least(now() + make_interval(secs => ${leaseTtlSeconds}), period.ends_at)
      from period where l.id = (select lease_id from sized)
      returning l.id, l.granted_nanos, l.expires_at
    ), opened as (
      insert into lease (id, org_id, box_id, period_id, ledger_id, granted_nanos, expires_at)
      select ${newId("lease")}, period.org_id, ${scope.boxId}, period.id, ${scope.ledgerId}, debited.more,
        least(now() + make_interval(secs => ${leaseTtlSeconds}), period.ends_at)
      from period join debited on debited.id = period.id
      where debited.more > 0 and not exists (select from live)
      returning id, granted_nanos, expires_at
    ), lease_now as (select * from renewed union all select * from opened)
    select period.starts_at, period.ends_at, period.cap_nanos, period.kind, lease_now.id as lease_id, lease_now.granted_nanos,
      sized.shortfall = 0 or coalesce((select more from debited), 0) >= sized.shortfall as is_enough,
      extract(epoch from lease_now.expires_at - now())::float8 as expires_in
    from period join sized on true left join lease_now on true`;
  if (!row) return { budgetId: ask.budgetId, result: "unknown_budget", lease: null, capNanos: 0n, resetsAtMs: null };
  return {
    budgetId: ask.budgetId,
    result: row.is_enough ? "enough" : "exhausted",
    capNanos: row.cap_nanos,
    resetsAtMs: row.kind === "total" ? null : row.ends_at.getTime(),
    lease:
      row.lease_id === null || row.granted_nanos === null
        ? null
        : {
            id: row.lease_id,
            budgetId: ask.budgetId,
            startsAtMs: row.starts_at.getTime(),
            endsAtMs: row.ends_at.getTime(),
            grantedNanos: row.granted_nanos,
            expiresInSeconds: Math.max(0, Math.floor(row.expires_in ?? 0)),
          },
  };
}

/**
 * A box whose ledger was lost (new disk, restored image) may have spent what it never reported. Its old lease stops
 * being spendable and counts as spent; the new ledger gets a lease of its own.
 */
async function presumeLostLedger(tx: Tx, { boxId, ledgerId }: GrantScope, ask: LeaseAsk): Promise<void> {
  await tx.$executeRaw`
    with lost as (
      select l.id, l.period_id from lease l join budget_period p on p.id = l.period_id
      where l.box_id = ${boxId} and p.budget_id = ${ask.budgetId} and l.state = 'active' and l.ledger_id <> ${ledgerId}
    ), periods as (
      select id from budget_period where id in (select period_id from lost) order by id for update
    ), locked as (
      select l.id, l.period_id, l.granted_nanos - l.spent_nanos - l.returned_nanos as outstanding
      from lease l join periods on periods.id = l.period_id where l.id in (select id from lost) and l.state = 'active' for update of l
    ), ended as (
      update lease set state = case when outstanding > 0 then 'presumed' else 'closed' end::lease_state
      from locked where lease.id = locked.id
    )
    update budget_period p set reserved_nanos = p.reserved_nanos - s.outstanding, presumed_nanos = p.presumed_nanos + s.outstanding
    from (select period_id, sum(outstanding)::bigint as outstanding from locked group by period_id) s
    where p.id = s.period_id`;
}
