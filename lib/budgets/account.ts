import "server-only";
import { type Prisma, Prisma as PrismaSql, type Tx } from "../db/client.ts";
import { ProviderKind } from "../protocol/provider-kind.ts";
import { paceOf } from "./pace.ts";
import type { Budget, BudgetAccount } from "./schema.ts";
import { isUnderScopeSql, usedSql } from "./scope-sql.ts";

interface BudgetRow {
  id: string;
  name: string;
  connection_id: string | null;
  connection_name: string | null;
  provider_kind: string | null;
  channel: Budget["scope"]["channel"];
  model_family: string | null;
  box_id: string | null;
  box_name: string | null;
  tag: string | null;
  agent: string | null;
  period: Budget["period"];
  week_start: number;
  cap_nanos: bigint;
  cap_now: bigint;
  is_soft: boolean;
  on_exhausted: Budget["onExhausted"];
  thresholds: number[];
  alerts_forecast: boolean;
  notes: string;
  raise_nanos: bigint;
  raise_until: Date | null;
  is_raised: boolean;
  paused_at: Date | null;
  created_at: Date;
  starts_at: Date;
  ends_at: Date;
  spent: bigint;
  reserved: bigint;
  presumed: bigint;
  over_committed: bigint;
  overshoot: bigint;
  holders: { boxId: string; boxName: string; nanos: string }[];
  holder_count: number;
  recent: bigint;
  recent_since: Date;
  now: Date;
}

/**
 * Budgets with the account of the running period; a period nobody has used yet is all zeros. The hourly sums of the last
 * 7 days are read once for all of them.
 */
export async function readBudgets(tx: Tx, timezone: string, budgetId?: string): Promise<Budget[]> {
  const which: Prisma.Sql = budgetId === undefined ? PrismaSql.empty : PrismaSql.sql`and b.id = ${budgetId}`;
  const rows = await tx.$queryRaw<BudgetRow[]>`
    with used as materialized (
      ${usedSql(PrismaSql.sql`null::timestamptz`, PrismaSql.sql`hour >= date_trunc('hour', now() - interval '7 days', 'UTC')`)}
    )
    select b.*, b.channel::text as channel, b.period::text as period, b.on_exhausted::text as on_exhausted,
      c.name as connection_name, x.name as box_name,
      effective_cap(b.cap_nanos, b.raise_nanos, b.raise_until) as cap_now, coalesce(b.raise_until > now(), false) as is_raised,
      bounds.starts_at, bounds.ends_at,
      coalesce(p.spent_nanos, 0) as spent, coalesce(p.reserved_nanos, 0) as reserved, coalesce(p.presumed_nanos, 0) as presumed,
      coalesce(p.over_committed_nanos, 0) as over_committed, coalesce(p.overshoot_nanos, 0) as overshoot,
      held.holders, held.holder_count, recent.cost as recent,
      date_trunc('hour', now() - interval '7 days', 'UTC') as recent_since, now() as now
    from budget b
    cross join lateral budget_bounds(b.period, b.week_start, ${timezone}, now()) bounds
    left join budget_period p on p.budget_id = b.id and p.starts_at = bounds.starts_at
    left join provider_connection c on c.id = b.connection_id
    left join box x on x.id = b.box_id
    cross join lateral (
      select coalesce(sum(u.cost), 0)::bigint as cost from used u where ${isUnderScopeSql}
    ) recent
    cross join lateral (
      select count(*)::int as holder_count,
        coalesce(jsonb_agg(jsonb_build_object('boxId', h.box_id, 'boxName', h.name, 'nanos', h.nanos::text)
          order by h.nanos desc, h.name) filter (where h.place <= 3), '[]') as holders
      from (
        select l.box_id, hb.name, sum(l.granted_nanos - l.spent_nanos - l.returned_nanos) as nanos,
          row_number() over (order by sum(l.granted_nanos - l.spent_nanos - l.returned_nanos) desc, hb.name) as place
        from lease l join budget_period lp on lp.id = l.period_id join box hb on hb.id = l.box_id
        where lp.budget_id = b.id and l.state <> 'closed'
        group by l.box_id, hb.name
        having sum(l.granted_nanos - l.spent_nanos - l.returned_nanos) > 0
      ) h
    ) held
    where b.deleted_at is null ${which}
    order by lower(b.name), b.id`;
  return rows.map(budgetOf);
}

function budgetOf(row: BudgetRow): Budget {
  const { raise_until: until } = row;
  const account = accountOf(row);
  return {
    id: row.id,
    name: row.name,
    scope: {
      connectionId: row.connection_id,
      providerKind: row.provider_kind === null ? null : ProviderKind.parse(row.provider_kind),
      channel: row.channel,
      modelFamily: row.model_family,
      boxId: row.box_id,
      tag: row.tag,
      agent: row.agent,
    },
    connectionName: row.connection_name,
    boxName: row.box_name,
    period: row.period,
    weekStart: row.week_start,
    capNanos: row.cap_nanos,
    isSoft: row.is_soft,
    onExhausted: row.on_exhausted,
    thresholds: row.thresholds,
    alertsForecast: row.alerts_forecast,
    notes: row.notes,
    raise: row.is_raised && until ? { nanos: row.raise_nanos, until: until.toISOString() } : null,
    pausedAt: row.paused_at?.toISOString() ?? null,
    account,
    pace: paceOf({
      nowMs: row.now.getTime(),
      startsAtMs: Math.max(row.starts_at.getTime(), row.created_at.getTime()),
      endsAtMs: row.period === "total" ? null : row.ends_at.getTime(),
      spentNanos: account.spentNanos,
      freeNanos: account.freeNanos,
      recent: { nanos: row.recent, sinceMs: row.recent_since.getTime() },
    }),
    holders: row.holders.map(({ nanos, ...holder }) => ({ ...holder, nanos: BigInt(nanos) })),
    holderCount: row.holder_count,
    createdAt: row.created_at.toISOString(),
  };
}

function accountOf(row: BudgetRow): BudgetAccount {
  const free = row.cap_now - row.spent - row.reserved - row.presumed;
  return {
    startsAt: row.starts_at.toISOString(),
    endsAt: row.period === "total" ? null : row.ends_at.toISOString(),
    capNanos: row.cap_now,
    spentNanos: row.spent,
    reservedNanos: row.reserved,
    presumedNanos: row.presumed,
    freeNanos: free > 0n ? free : 0n,
    overCommittedNanos: row.over_committed,
    overshootNanos: row.overshoot,
  };
}
