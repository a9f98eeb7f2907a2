import "server-only";
import { randomUUID } from "node:crypto";
import { Prisma, type Tx } from "../db/client.ts";
import { system, withSystem } from "../db/system.ts";
import { log } from "../log.ts";
import { cubes } from "./cubes.ts";
import { addDays, addMonths } from "./days.ts";
import { fillHistograms } from "./histogram.ts";
import { isOnDaysSql } from "./settled.ts";
import type { Span } from "./spans.ts";
import { cubeSql, hourSumColumns, hourSumSql, monthSql, sumColumns } from "./sums-sql.ts";

/** Days summed in one transaction: few enough that it is short, enough that a year is soon done. */
const chunkDays = 4;
/** For ten thousand boxes that call every hour on a slow disk. */
const longestMs = 600_000;

/** Everybody who brings usage of an organization holds this shared until the commit; see settleOrg. */
const intakeLock = (orgId: string) => Prisma.sql`hashtextextended('spend.intake ' || ${orgId}, 0)`;
const settlerLock = (orgId: string) => Prisma.sql`hashtextextended('spend.settle ' || ${orgId}, 0)`;

/** First thing of a transaction that adds usage. */
export async function enterIntake(tx: Tx, orgId: string): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock_shared(${intakeLock(orgId)})`;
}

/**
 * Last thing of a transaction that adds usage, after it was written: the days and months that it fell on are no longer
 * settled, so that readers go back to its hours until they are summed again. Hours that nothing was summed of yet, such as
 * the running one, disturb nobody.
 */
export async function unsettleHours(tx: Tx, orgId: string, hours: readonly Date[]): Promise<void> {
  if (hours.length === 0) return;
  const at = hours.map((hour) => hour.toISOString());
  await tx.$executeRaw`
    delete from spend_settled s using (
      select h, min(h) over () as first, max(h) over () as last from unnest(${at}::timestamptz[]) h) u
    where s.org_id = ${orgId} and s.day between (u.first - interval '33 days')::date and (u.last + interval '1 day')::date
      and s.day = case s.grain when 'day' then (u.h at time zone s.zone)::date else date_trunc('month', u.h at time zone s.zone)::date end
      and (s.until is null or u.h < s.until)`;
}

type Org = { id: string; timezone: string };

/** The worker's round: sums what is complete and not summed of every organization, the newest first. */
export async function settleSpend(): Promise<void> {
  for (const org of await system().org.findMany({ where: { deletedAt: null }, select: { id: true, timezone: true } })) {
    // The others' sums do not wait for what one stumbles over.
    await settleOrg(org).catch((error) => log.warn({ orgId: org.id, error: String(error) }, "days are not summed"));
  }
}

/** Days, today's until the last complete hour, and then months. Returns how many of them were summed. */
export async function settleOrg(org: Org): Promise<number> {
  let count = 0;
  for (const { mark, sum } of [
    { mark: markDays, sum: sumDays },
    { mark: markMonths, sum: sumMonths },
  ]) {
    for (;;) {
      const round = randomUUID();
      const marked = await withSystem((tx) => mark(tx, org, round));
      if (marked.length === 0) break;
      // Who brought usage before the marks were there is waited for; who comes later finds them and takes them away.
      await withSystem((tx) => tx.$executeRaw`select pg_advisory_xact_lock(${intakeLock(org.id)})`);
      const settled = await withSystem((tx) => settle(tx, { org, round, marked, sum }), longestMs);
      count += settled;
      // Another worker is at it, or usage keeps coming in for these days: next round.
      if (settled < marked.length) break;
    }
  }
  return count;
}

/** Notes which days are going to be summed. The newest come first: people look at those. */
async function markDays(tx: Tx, { id, timezone }: Org, round: string): Promise<string[]> {
  const days = await tx.$queryRaw<{ day: string }[]>`
    with d as (
      select day::date as day,
        case when day::date = (now() at time zone ${timezone})::date then date_trunc('hour', now(), 'UTC') end as until
      from (select (min(hour) at time zone ${timezone})::date as first from usage_rollup where org_id = ${id}) r
      cross join generate_series(r.first, (now() at time zone ${timezone})::date, interval '1 day') as day
    )
    insert into spend_settled (org_id, grain, day, zone, until, round)
    select ${id}, 'day', d.day, ${timezone}, d.until, ${round} from d
    where not exists (
      select from spend_settled s where s.org_id = ${id} and s.grain = 'day' and s.day = d.day and s.is_settled
        and s.zone = ${timezone} and s.until is not distinct from d.until)
    order by d.day desc limit ${chunkDays}
    on conflict (org_id, grain, day) do update set zone = excluded.zone, until = excluded.until, round = excluded.round, is_settled = false
    returning day::text as day`;
  return days.map(({ day }) => day);
}

/** Notes which months are going to be summed: those whose days all are. */
async function markMonths(tx: Tx, { id, timezone }: Org, round: string): Promise<string[]> {
  const months = await tx.$queryRaw<{ day: string }[]>`
    insert into spend_settled (org_id, grain, day, zone, round)
    select ${id}, 'month', m.month, ${timezone}, ${round} from (
      select date_trunc('month', day)::date as month from spend_settled
      where org_id = ${id} and grain = 'day' and zone = ${timezone} and is_settled and until is null
      group by 1 having count(*) = extract(day from date_trunc('month', min(day)) + interval '1 month - 1 day')) m
    where not exists (
      select from spend_settled s where s.org_id = ${id} and s.grain = 'month' and s.day = m.month and s.is_settled and s.zone = ${timezone})
    order by m.month desc limit ${chunkDays}
    on conflict (org_id, grain, day) do update set zone = excluded.zone, round = excluded.round, is_settled = false
    returning day::text as day`;
  return months.map(({ day }) => day);
}

interface Round {
  org: Org;
  round: string;
  /** Days, or firsts of months. */
  marked: readonly string[];
  /** Writes their sums anew; returns the marks that it could. */
  sum: (tx: Tx, org: Org, marked: readonly string[]) => Promise<readonly string[]>;
}

/**
 * Sums what was marked in a transaction before, and settles that whose mark is still there and its own: usage that came in
 * meanwhile took it away, another worker may have made a new one since, and both are left to the next round. What is there
 * without a mark counts for nobody.
 */
async function settle(tx: Tx, { org, round, marked, sum }: Round): Promise<number> {
  const [lock] = await tx.$queryRaw<{ is: boolean }[]>`select pg_try_advisory_xact_lock(${settlerLock(org.id)}) as is`;
  if (!lock?.is) return 0;
  const summed = await sum(tx, org, marked);
  const grain = sum === sumDays ? "day" : "month";
  return tx.$executeRaw`
    update spend_settled set is_settled = true
    where org_id = ${org.id} and grain = ${grain} and day = any(${[...summed]}::date[]) and round = ${round}`;
}

async function sumDays(tx: Tx, { id, timezone }: Org, days: readonly string[]): Promise<readonly string[]> {
  await tx.$executeRaw`delete from spend_sum where org_id = ${id} and not is_month and day = any(${[...days]}::date[])`;
  const spans = days.map((day): Span => ({ from: day, to: addDays(day, 1) }));
  const day = Prisma.sql`(hour at time zone ${timezone})::date`;
  const running = await tx.$queryRaw<{ day: string; until: Date }[]>`
    select day::text as day, until from spend_settled
    where org_id = ${id} and grain = 'day' and day = any(${[...days]}::date[]) and until is not null`;
  const parts = running.map(
    ({ day, until }) =>
      Prisma.sql`and not (hour >= ${until} and ${isOnDaysSql(timezone, [{ from: day, to: addDays(day, 1) }])})`,
  );
  const which = Prisma.sql`org_id = ${id} and ${isOnDaysSql(timezone, spans)} ${parts.length > 0 ? Prisma.join(parts, " ") : Prisma.empty}`;
  await tx.$executeRaw`delete from spend_hour where org_id = ${id} and ${isOnDaysSql(timezone, spans)}`;
  await tx.$executeRaw`insert into spend_hour (${hourSumColumns}) ${hourSumSql(which)}`;
  for (const cube of cubes) {
    await tx.$executeRaw`
      insert into spend_sum (is_month, cube, ${sumColumns}) select false, ${cube.id}, ${sumColumns} from (${cubeSql(cube.keeps, which, day)}) c`;
  }
  const isRunning = (day: string) => running.some((one) => one.day === day);
  await fillHistograms(
    tx,
    id,
    timezone,
    days.filter((day) => !isRunning(day)),
  );
  return days;
}

/** From their days, which must all still be settled. */
async function sumMonths(tx: Tx, { id, timezone }: Org, months: readonly string[]): Promise<readonly string[]> {
  await tx.$executeRaw`delete from spend_sum where org_id = ${id} and is_month and day = any(${[...months]}::date[])`;
  const summed: string[] = [];
  for (const month of months) {
    const to = addMonths(month, 1);
    const [days] = await tx.$queryRaw<{ isWhole: boolean }[]>`
      select count(*) = (${to}::date - ${month}::date) as "isWhole" from spend_settled
      where org_id = ${id} and grain = 'day' and day >= ${month}::date and day < ${to}::date
        and zone = ${timezone} and is_settled and until is null`;
    if (!days?.isWhole) continue;
    await tx.$executeRaw`
      insert into spend_sum (is_month, cube, ${sumColumns}) select true, cube, ${sumColumns} from (${monthSql(id, { from: month, to })}) m`;
    summed.push(month);
  }
  return summed;
}
