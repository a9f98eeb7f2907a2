import "server-only";
import type { Ctx } from "../context.ts";
import { boundedRead } from "../db/bounded-read.ts";
import { Prisma, type Tx } from "../db/client.ts";
import { measuresOf } from "../usage/rollup-sql.ts";
import { cubeFor, type Dimension, dimensions } from "./cubes.ts";
import { openSpans, type Span } from "./spans.ts";

/** What an organization spent, as one picture of the database in one zone. */
export interface Spend {
  tx: Tx;
  /** In which days begin. */
  zone: string;
  /** Today there, as "2026-11-23". */
  today: string;
  /**
   * A relation: `day` (date), `connection_id`, `model`, `box_id`, `agent`, `caller` and every measure of the rollup; several
   * rows for a day and key, to be summed. Columns that `asked` leaves out may be ''. `from` is included, `to` is not.
   * Complete days come from the day cubes, others from the hours; either way the sums are those of the hours.
   */
  days(from: string, to: string, asked: readonly Dimension[]): Prisma.Sql;
  /** The same by hour, with the column `hour`: the hours of the rollup that begin on these days. */
  hours(from: string, to: string): Prisma.Sql;
}

const columns = Prisma.raw([...dimensions, ...Object.keys(measuresOf)].join(", "));

/** Reads within one snapshot and a time limit; the zone is the organization's if none is given. */
export function withSpend<Result>(
  ctx: Ctx,
  zone: string | undefined,
  work: (spend: Spend) => Promise<Result>,
): Promise<Result> {
  const reason = "too much to look through at once: choose a shorter range, a coarser granularity or fewer groups";
  return boundedRead(ctx, { name: "range", reason }, async (tx) => work(await openSpend(tx, ctx, zone)));
}

/** The same within a transaction that sees one snapshot. */
export async function openSpend(
  tx: Tx,
  ctx: { org: { id: string; timezone: string } },
  given?: string,
): Promise<Spend> {
  const zone = given ?? ctx.org.timezone;
  const orgId = ctx.org.id;
  const [now] = await tx.$queryRaw<{ today: string }[]>`select (now() at time zone ${zone})::date::text as today`;
  if (!now) throw new Error("a select without a table has one row");
  const settled = await readSettled(tx, orgId, zone);
  return {
    tx,
    zone,
    today: now.today,
    days: (from, to, asked) => {
      const open = openSpans({ from, to }, settled);
      const hours = hoursSql(orgId, zone, open);
      return Prisma.sql`
        select day, ${columns} from spend_day
        where org_id = ${orgId} and cube = ${cubeFor(asked).id} and ${isIn(Prisma.sql`day`, openSpans({ from, to }, open))}
        union all
        select (hour at time zone ${zone})::date, ${columns} from (${hours}) h`;
    },
    hours: (from, to) => Prisma.sql`select hour, ${columns} from (${hoursSql(orgId, zone, [{ from, to }])}) h`,
  };
}

/** Runs of settled days, so that a year is one row. */
function readSettled(tx: Tx, orgId: string, zone: string): Promise<Span[]> {
  return tx.$queryRaw<Span[]>`
    select min(day)::text as from, (max(day) + 1)::text as to
    from (
      select day, day - row_number() over (order by day)::int as island
      from spend_settled where org_id = ${orgId} and zone = ${zone} and is_settled) s
    group by island order by 1`;
}

/**
 * An hour belongs to the day in which it begins, whatever the zone does that day; the comparison with moments is only for
 * the index, with room for any change of clocks.
 */
function hoursSql(orgId: string, zone: string, spans: readonly Span[]): Prisma.Sql {
  const near = spans.map(
    ({ from, to }) => Prisma.sql`(hour >= ${from}::timestamp at time zone ${zone} - interval '4 hours'
      and hour < ${to}::timestamp at time zone ${zone} + interval '4 hours'
      and (hour at time zone ${zone})::date >= ${from}::date and (hour at time zone ${zone})::date < ${to}::date)`,
  );
  const which = near.length === 0 ? Prisma.sql`false` : Prisma.join(near, " or ");
  return Prisma.sql`select * from usage_rollup where org_id = ${orgId} and (${which})`;
}

function isIn(day: Prisma.Sql, spans: readonly Span[]): Prisma.Sql {
  if (spans.length === 0) return Prisma.sql`false`;
  const each = spans.map(({ from, to }) => Prisma.sql`(${day} >= ${from}::date and ${day} < ${to}::date)`);
  return Prisma.sql`(${Prisma.join(each, " or ")})`;
}
