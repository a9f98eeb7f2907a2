import "server-only";
import { spentUnder } from "../budgets/spent-under.ts";
import type { Ctx } from "../context.ts";
import type { Tx } from "../db/client.ts";
import { type ChannelKind, ProviderKind } from "../protocol/provider-kind.ts";
import type { BoxBudget } from "./schema.ts";

interface ShareRow {
  id: string;
  name: string;
  period: BoxBudget["period"];
  starts_at: Date;
  cap_now: bigint;
  is_soft: boolean;
  is_paused: boolean;
  who: BoxBudget["who"];
  tag: string | null;
  agent: string | null;
  connection_id: string | null;
  provider_kind: string | null;
  channel: ChannelKind | null;
  model_family: string | null;
  granted: bigint;
  spent: bigint;
  held: bigint;
  presumed: bigint;
  earlier: bigint;
  renews_at: Date | null;
}

/** Every budget that the box falls under, with what the box has of it in the running period. */
export async function readBoxBudgets(
  tx: Tx,
  ctx: Ctx,
  box: { id: string; tags: readonly string[] },
): Promise<BoxBudget[]> {
  const rows = await tx.$queryRaw<ShareRow[]>`
    select b.id, b.name, b.period::text as period, bounds.starts_at, b.is_soft, b.paused_at is not null as is_paused,
      effective_cap(b.cap_nanos, b.raise_nanos, b.raise_until) as cap_now,
      case when b.box_id is not null then 'box' when b.tag is not null then 'tag' when b.agent is not null then 'agent' else 'org' end as who,
      b.tag, b.agent, b.connection_id, b.provider_kind, b.channel::text as channel, b.model_family,
      coalesce(sum(l.granted) filter (where l.starts_at = bounds.starts_at), 0)::bigint as granted,
      coalesce(sum(l.spent) filter (where l.starts_at = bounds.starts_at), 0)::bigint as spent,
      coalesce(sum(l.open) filter (where l.starts_at = bounds.starts_at and l.state = 'active'), 0)::bigint as held,
      coalesce(sum(l.open) filter (where l.starts_at = bounds.starts_at and l.state = 'presumed'), 0)::bigint as presumed,
      coalesce(sum(l.open) filter (where l.starts_at <> bounds.starts_at and l.state <> 'closed'), 0)::bigint as earlier,
      min(l.expires_at) filter (where l.starts_at = bounds.starts_at and l.state = 'active') as renews_at
    from budget b
    cross join lateral budget_bounds(b.period, b.week_start, ${ctx.org.timezone}, now()) bounds
    left join lateral (
      select p.starts_at, lease.state, lease.granted_nanos as granted, lease.spent_nanos as spent, lease.expires_at,
        lease.granted_nanos - lease.spent_nanos - lease.returned_nanos as open
      from lease join budget_period p on p.id = lease.period_id
      where p.budget_id = b.id and lease.box_id = ${box.id} and (p.starts_at = bounds.starts_at or lease.state <> 'closed')
    ) l on true
    where b.org_id = ${ctx.org.id} and b.deleted_at is null
      and (b.box_id is null or b.box_id = ${box.id}) and (b.tag is null or b.tag = any(${[...box.tags]}::text[]))
    group by b.id, bounds.starts_at
    order by lower(b.name), b.id`;
  const shares: BoxBudget[] = [];
  for (const row of rows) shares.push(await shareOf(tx, ctx.org.id, box.id, row));
  return shares;
}

async function shareOf(tx: Tx, orgId: string, boxId: string, row: ShareRow): Promise<BoxBudget> {
  // A soft budget gives no leases: what the box's calls under it cost stands in the rollups alone.
  const counted = row.is_soft
    ? await spentUnder(tx, { orgId, boxIds: [boxId], from: row.starts_at, to: null }, whatOf(row))
    : null;
  return {
    budgetId: row.id,
    name: row.name,
    period: row.period,
    who: row.who,
    tag: row.tag,
    agent: row.agent,
    capNanos: row.cap_now,
    isSoft: row.is_soft,
    isPaused: row.is_paused,
    grantedNanos: row.granted,
    spentNanos: counted ? (counted.get(boxId) ?? 0n) : row.spent,
    heldNanos: row.held,
    presumedNanos: row.presumed,
    earlierNanos: row.earlier,
    renewsAt: row.renews_at?.toISOString() ?? null,
  };
}

function whatOf({ connection_id, provider_kind, channel, model_family, agent }: ShareRow) {
  return {
    connectionId: connection_id,
    providerKind: provider_kind === null ? null : ProviderKind.parse(provider_kind),
    channel,
    modelFamily: model_family,
    agent,
  };
}
