import "server-only";
import { type Prisma, Prisma as PrismaSql, type Tx } from "../db/client.ts";
import { withSystem } from "../db/system.ts";
import { log } from "../log.ts";
import { differingSums } from "../spend/compare-sums.ts";
import { keptFrom } from "./retention.ts";
import { measuresOf, rollupKeys } from "./rollup-sql.ts";

/** It reads everything there is, at night. */
const longestMs = 3 * 3_600_000;

/**
 * Everything that is derived, derived again from what it is derived from, in one picture of the database: rollups, leases
 * and counted spending from the events, budget periods from their leases. One line per difference, none when all are equal
 * to the nano-dollar. What began before the raw events that are still kept is left out where it needs them.
 */
export async function compareBooks(): Promise<string[]> {
  return withSystem(async (tx) => {
    await tx.$executeRaw`set transaction isolation level repeatable read, read only`;
    const from = keptFrom();
    const lists = [
      await repeatedEvents(tx),
      await unseenEvents(tx),
      await differingRollups(tx, from),
      await differingSums(tx),
      await differingLeases(tx, from),
      await differingCounts(tx, from),
      await differingPeriods(tx),
    ];
    return lists.flat();
  }, longestMs);
}

/** The nightly job. */
export async function reportDifferences(): Promise<void> {
  const differences = await compareBooks();
  if (differences.length === 0) log.info("usage, rollups and budgets are equal");
  else log.error({ differences: differences.slice(0, 100), count: differences.length }, "THE BOOKS DIFFER");
}

type Line = { line: string };
const linesOf = (rows: Line[]): string[] => rows.map(({ line }) => line);

async function repeatedEvents(tx: Tx): Promise<string[]> {
  return linesOf(
    await tx.$queryRaw<Line[]>`
    select format('event %s %s of %s stands there %s times', boot_id, seq, box_id, count(*)) as line
    from usage_event group by org_id, box_id, boot_id, seq having count(*) > 1`,
  );
}

/** Events that were taken without their number being noted would be taken again. */
async function unseenEvents(tx: Tx): Promise<string[]> {
  return linesOf(
    await tx.$queryRaw<Line[]>`
    select format('event %s %s of %s is not among the numbers that were taken', e.boot_id, e.seq, e.box_id) as line
    from usage_event e
    left join usage_boot b on b.org_id = e.org_id and b.box_id = e.box_id and b.boot_id = e.boot_id
    where not exists (
      select from jsonb_array_elements(b.seen) as r
      where (r ->> 0)::bigint <= e.seq and e.seq < (r ->> 1)::bigint)`,
  );
}

async function differingRollups(tx: Tx, from: string): Promise<string[]> {
  const same = PrismaSql.join(
    rollupKeys.map((key) => PrismaSql.raw(`e.${key} = r.${key}`)),
    " and ",
  );
  const measures: Prisma.Sql = PrismaSql.raw(
    Object.keys(measuresOf)
      .map((name) => `coalesce(e.${name}, 0) <> coalesce(r.${name}, 0)`)
      .join(" or "),
  );
  return linesOf(
    await tx.$queryRaw<Line[]>`
    with e as (${rolledUp(from)}), r as (select * from usage_rollup where hour >= ${from}::date at time zone 'UTC')
    select format('rollup of %s, %s, %s, %s, agent "%s", caller "%s": events cost %s, the rollup says %s', coalesce(e.hour, r.hour),
      coalesce(e.box_id, r.box_id), coalesce(e.connection_id, r.connection_id), coalesce(e.model, r.model),
      coalesce(e.agent, r.agent), coalesce(e.caller, r.caller), coalesce(e.cost_nanos, 0), coalesce(r.cost_nanos, 0)) as line
    from e full join r on ${same}
    where ${measures}`,
  );
}

/** What the rollup should be, from the events since a UTC day. */
export function rolledUp(from: string): Prisma.Sql {
  const measures = Object.entries(measuresOf).map(([name, sum]) => PrismaSql.raw(`(${sum})::bigint as ${name}`));
  return PrismaSql.sql`
    select org_id, date_trunc('hour', occurred_at, 'UTC') as hour, connection_id, model, box_id, agent, caller, ${PrismaSql.join(measures)}
    from usage_event where day >= ${from}::date
    group by org_id, 2, connection_id, model, box_id, agent, caller`;
}

async function differingLeases(tx: Tx, from: string): Promise<string[]> {
  return linesOf(
    await tx.$queryRaw<Line[]>`
    with charged as (
      select c ->> 'leaseId' as lease_id, sum((c ->> 'nanos')::bigint) as nanos
      from usage_event, jsonb_array_elements(charges) as c group by 1
    )
    select format('lease %s: events charge %s, it says %s', l.id, coalesce(c.nanos, 0), l.spent_nanos + l.overshoot_nanos) as line
    from lease l left join charged c on c.lease_id = l.id
    where l.created_at >= ${from}::date at time zone 'UTC' and coalesce(c.nanos, 0) <> l.spent_nanos + l.overshoot_nanos
    union all
    select format('events charge %s to the lease %s, which is not there', c.nanos, c.lease_id)
    from charged c where not exists (select from lease l where l.id = c.lease_id)`,
  );
}

async function differingCounts(tx: Tx, from: string): Promise<string[]> {
  return linesOf(
    await tx.$queryRaw<Line[]>`
    with counted as (
      select p.id, sum(e.cost_nanos) as nanos
      from usage_event e cross join lateral unnest(e.counted) as item(counted_id)
      join lateral (
        select id from budget_period q where q.org_id = e.org_id and q.budget_id = item.counted_id and q.starts_at <= e.occurred_at and e.occurred_at < q.ends_at
        order by starts_at desc limit 1) p on true
      group by p.id
    )
    select format('period %s of %s: events count %s, it says %s', p.starts_at, p.budget_id, coalesce(c.nanos, 0), p.counted_nanos) as line
    from budget_period p join budget b on b.id = p.budget_id left join counted c on c.id = p.id
    where greatest(p.starts_at, b.created_at) >= ${from}::date at time zone 'UTC' and coalesce(c.nanos, 0) <> p.counted_nanos`,
  );
}

async function differingPeriods(tx: Tx): Promise<string[]> {
  return linesOf(
    await tx.$queryRaw<Line[]>`
    with held as (
      select period_id, sum(spent_nanos + overshoot_nanos) as reported,
        coalesce(sum(granted_nanos - spent_nanos - returned_nanos) filter (where state = 'active'), 0) as reserved,
        coalesce(sum(granted_nanos - spent_nanos - returned_nanos) filter (where state = 'presumed'), 0) as presumed,
        coalesce(sum(granted_nanos - spent_nanos - returned_nanos) filter (where state = 'closed'), 0) as lost
      from lease group by period_id
    )
    select format('period %s of %s: spent %s, reserved %s, presumed %s; by its leases %s, %s, %s', p.starts_at, p.budget_id,
      p.spent_nanos, p.reserved_nanos, p.presumed_nanos,
      coalesce(h.reported, 0) + p.counted_nanos - p.overshoot_nanos, coalesce(h.reserved, 0), coalesce(h.presumed, 0)) as line
    from budget_period p left join held h on h.period_id = p.id
    where p.spent_nanos <> coalesce(h.reported, 0) + p.counted_nanos - p.overshoot_nanos
      or p.reserved_nanos <> coalesce(h.reserved, 0) or p.presumed_nanos <> coalesce(h.presumed, 0) or coalesce(h.lost, 0) <> 0
      or p.spent_nanos + p.reserved_nanos + p.presumed_nanos > p.cap_nanos + p.over_committed_nanos`,
  );
}
