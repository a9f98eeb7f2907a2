import "server-only";
import { Prisma, type Tx } from "../db/client.ts";
import { keptFrom } from "../usage/retention.ts";
import { bucketBounds } from "./core/histogram-buckets.ts";

/** A day in some zone, and the moments between which it is. */
interface DayBounds {
  day: string;
  startsAt: Date;
  /** Not included. */
  endsAt: Date;
}

/** The bounds as they are: bucketOf and this cannot disagree. */
const bounds = Prisma.raw(`'{${bucketBounds.join(",")}}'::bigint[]`);

/**
 * Writes one day's histograms anew from its events (lib/spend/core/histogram-buckets.ts): `latency` and `first_token` of the
 * attempts that a provider answered, by connection and model, in milliseconds; `run_cost` by agent, in nano-USD; `run_ok`
 * by agent, in bucket 1 the runs in which each call was answered by one of its attempts, in bucket 0 the others. A run is
 * what one agent did under one id on this day. A day whose events are gone, or going, keeps what it has.
 */
export async function fillHistogram(tx: Tx, orgId: string, { day, startsAt, endsAt }: DayBounds): Promise<void> {
  if (startsAt.toISOString().slice(0, 10) < keptFrom()) return;
  // `day` of an event is its UTC day, the partition that it is in.
  const which = Prisma.sql`org_id = ${orgId} and kind = 'call'
    and day between (${startsAt}::timestamptz at time zone 'UTC')::date and (${endsAt}::timestamptz at time zone 'UTC')::date
    and occurred_at >= ${startsAt}::timestamptz and occurred_at < ${endsAt}::timestamptz`;
  const [found] = await tx.$queryRaw<{ is: boolean }[]>`select exists(select from usage_event where ${which}) as is`;
  if (!found?.is) return;
  await tx.$executeRaw`delete from spend_histogram where org_id = ${orgId} and day = ${day}::date`;
  await tx.$executeRaw`
    with e as materialized (
      select connection_id, model, agent, status, reason, latency_ms, first_token_ms, cost_nanos, run_id, call_id, box_id, boot_id, seq
      from usage_event where ${which}
    ), run as (
      select agent, sum(cost)::bigint as cost, bool_and(is_ok) as is_ok
      from (
        select agent, run_id, sum(cost_nanos) as cost, bool_or(status = 'ok') as is_ok
        from e where run_id is not null
        group by agent, run_id, coalesce(nullif(call_id, ''), box_id || ' ' || boot_id || ' ' || seq)) call
      group by agent, run_id
    ), value as (
      select 'latency' as measure, connection_id, model, '' as agent, width_bucket(latency_ms::bigint, ${bounds}) as bucket, latency_ms::bigint as value
      from e where status = 'ok' and reason <> 'cache'
      union all
      select 'first_token', connection_id, model, '', width_bucket(first_token_ms::bigint, ${bounds}), first_token_ms
      from e where status = 'ok' and reason <> 'cache' and first_token_ms is not null
      union all
      select 'run_cost', '', '', agent, width_bucket(cost, ${bounds}), cost from run
      union all
      select 'run_ok', '', '', agent, is_ok::int, 0 from run
    )
    insert into spend_histogram (org_id, day, measure, connection_id, model, agent, bucket, count, sum)
    select ${orgId}, ${day}::date, measure, connection_id, model, agent, bucket, count(*), sum(value)::bigint
    from value group by measure, connection_id, model, agent, bucket`;
}

/** The same for several days of a zone, which is how they are settled. */
export async function fillHistograms(tx: Tx, orgId: string, zone: string, days: readonly string[]): Promise<void> {
  const bounds = await tx.$queryRaw<DayBounds[]>`
    select d.day::text as day, d.day::timestamp at time zone ${zone} as "startsAt", (d.day + 1)::timestamp at time zone ${zone} as "endsAt"
    from unnest(${[...days]}::date[]) as d(day) order by 1`;
  for (const day of bounds) await fillHistogram(tx, orgId, day);
}
