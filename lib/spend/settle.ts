import "server-only";
import { Prisma, type Tx } from "../db/client.ts";
import { system, withSystem } from "../db/system.ts";
import { measuresOf, rollupKeys } from "../usage/rollup-sql.ts";
import { cubes, dimensions } from "./cubes.ts";
import { addDays } from "./days.ts";
import { fillHistograms } from "./histogram.ts";

/** Days summed in one transaction: few enough that it is short, enough that a year is soon done. */
const chunkDays = 16;

/** Everybody who brings usage of an organization holds this shared until the commit; see settleDays. */
const intakeLock = (orgId: string) => Prisma.sql`hashtextextended('spend.intake ' || ${orgId}, 0)`;
const settlerLock = (orgId: string) => Prisma.sql`hashtextextended('spend.settle ' || ${orgId}, 0)`;

/** First thing of a transaction that adds usage. */
export async function enterIntake(tx: Tx, orgId: string): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock_shared(${intakeLock(orgId)})`;
}

/**
 * Last thing of a transaction that adds usage, after it was written: the days that it fell on are no longer settled, so that
 * readers take their hours until they are summed again.
 */
export async function unsettleHours(tx: Tx, orgId: string, hours: readonly Date[]): Promise<void> {
  if (hours.length === 0) return;
  const at = hours.map((hour) => hour.toISOString());
  await tx.$executeRaw`
    delete from spend_settled s
    where s.org_id = ${orgId}
      and s.day between (select min(h)::date - 1 from unnest(${at}::timestamptz[]) h) and (select max(h)::date + 1 from unnest(${at}::timestamptz[]) h)
      and s.day in (select (h at time zone s.zone)::date from unnest(${at}::timestamptz[]) h)`;
}

/** The worker's round: sums the complete days of every organization that are not, the newest first. Returns how many. */
export async function settleSpend(): Promise<number> {
  const orgs = await system().org.findMany({ where: { deletedAt: null }, select: { id: true, timezone: true } });
  let count = 0;
  for (const org of orgs) count += await settleOrg(org);
  return count;
}

/** All complete days of one organization. */
export async function settleOrg(org: { id: string; timezone: string }): Promise<number> {
  let count = 0;
  for (;;) {
    const marked = await markDays(org);
    if (marked.length === 0) return count;
    // Who brought usage before the marks were there is waited for; who comes later finds them and takes them away.
    await withSystem((tx) => tx.$executeRaw`select pg_advisory_xact_lock(${intakeLock(org.id)})`);
    const settled = await withSystem((tx) => settleDays(tx, org, marked));
    count += settled;
    // Another worker is at it, or usage keeps coming in for these days: next round.
    if (settled < marked.length) return count;
  }
}

/** Notes what is going to be summed, and commits that. The newest come first: people look at those. */
async function markDays({ id, timezone }: { id: string; timezone: string }): Promise<string[]> {
  return withSystem(async (tx) => {
    const days = await tx.$queryRaw<{ day: string }[]>`
      select d.at::date::text as day
      from (select (min(hour) at time zone ${timezone})::date as first from usage_rollup where org_id = ${id}) r
      cross join generate_series(r.first, (now() at time zone ${timezone})::date - 1, interval '1 day') as d(at)
      where not exists (
        select from spend_settled s where s.org_id = ${id} and s.day = d.at::date and s.is_settled and s.zone = ${timezone})
      order by 1 desc limit ${chunkDays}`;
    const marked = days.map(({ day }) => day);
    await tx.$executeRaw`
      insert into spend_settled (org_id, day, zone) select ${id}, day, ${timezone} from unnest(${marked}::date[]) day
      on conflict (org_id, day) do update set zone = excluded.zone, is_settled = false
      where not spend_settled.is_settled or spend_settled.zone <> excluded.zone`;
    return marked;
  });
}

/**
 * Writes the cubes of days that were marked in a transaction before, and settles those whose mark is still there: usage that
 * came in meanwhile took it away, and its day is left to the next round. What is there without a mark counts for nobody.
 */
async function settleDays(tx: Tx, { id, timezone }: { id: string; timezone: string }, days: string[]): Promise<number> {
  const [lock] = await tx.$queryRaw<{ is: boolean }[]>`select pg_try_advisory_xact_lock(${settlerLock(id)}) as is`;
  if (!lock?.is) return 0;
  await tx.$executeRaw`delete from spend_day where org_id = ${id} and day = any(${days}::date[])`;
  const [newest = "", oldest = ""] = [days[0], days.at(-1)];
  for (const cube of cubes) {
    await tx.$executeRaw`
      insert into spend_day (cube, ${columns}) select ${cube.id}, ${columns} from (
        ${cubeSql(
          cube.keeps,
          Prisma.sql`org_id = ${id}
          and hour >= ${oldest}::timestamp at time zone ${timezone} - interval '4 hours'
          and hour < ${addDays(newest, 1)}::timestamp at time zone ${timezone} + interval '4 hours'
          and (hour at time zone ${timezone})::date = any(${days}::date[])`,
          Prisma.sql`(hour at time zone ${timezone})::date`,
        )}) c`;
  }
  await fillHistograms(tx, id, timezone, days);
  return tx.$executeRaw`
    update spend_settled set is_settled = true
    where org_id = ${id} and day = any(${days}::date[]) and zone = ${timezone} and not is_settled`;
}

const measures = Object.keys(measuresOf);
const columns = Prisma.raw(["org_id", "day", ...dimensions, ...measures].join(", "));

/** What a cube should be, from the hours that `which` names. */
export function cubeSql(keeps: readonly string[], which: Prisma.Sql, day: Prisma.Sql): Prisma.Sql {
  const kept = rollupKeys.filter((key) => keeps.includes(key));
  const all = dimensions.map((key) => (keeps.includes(key) ? key : `'' as ${key}`)).join(", ");
  const sums = measures.map((name) => `sum(${name})::bigint as ${name}`).join(", ");
  return Prisma.sql`
    select org_id, ${day} as day, ${Prisma.raw(all)}, ${Prisma.raw(sums)}
    from usage_rollup where ${which} group by org_id, 2, ${Prisma.raw(kept.join(", "))}`;
}
