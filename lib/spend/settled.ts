import "server-only";
import { Prisma, type Tx } from "../db/client.ts";
import { earlierDay, laterDay } from "./days.ts";
import type { Span } from "./spans.ts";

/** What of an organization's spend is summed, in its own zone; runs of days and of months, in order. */
export interface Settled {
  zone: string;
  days: Span[];
  months: Span[];
  /** Days among `days` of which only the hours before `until` are summed. */
  running: { day: string; until: Date }[];
}

/** A year of days is one row: marks in a row are told as their first and last. */
export async function readSettled(tx: Tx, { id, timezone }: { id: string; timezone: string }): Promise<Settled> {
  const spans = await tx.$queryRaw<(Span & { grain: string })[]>`
    select grain, min(day)::text as from, (case grain when 'day' then max(day) + 1 else (max(day) + interval '1 month')::date end)::text as to
    from (
      select grain, day, case grain
        when 'day' then day - row_number() over (partition by grain order by day)::int
        else (day - make_interval(months => row_number() over (partition by grain order by day)::int))::date end as island
      from spend_settled where org_id = ${id} and zone = ${timezone} and is_settled) s
    group by grain, island order by 2`;
  const running = await tx.$queryRaw<{ day: string; until: Date }[]>`
    select day::text as day, until from spend_settled
    where org_id = ${id} and grain = 'day' and zone = ${timezone} and is_settled and until is not null
      and day > (now() - interval '10 days')::date`;
  const of = (name: string) => spans.filter(({ grain }) => grain === name).map(({ from, to }) => ({ from, to }));
  return { zone: timezone, days: of("day"), months: of("month"), running };
}

/**
 * Whether an `hour` begins on one of these days of a zone: an hour belongs to the day in which it begins, whatever the zone
 * does that day. The comparison with moments is only for the index, with room for any change of clocks.
 */
export function isOnDaysSql(zone: string, spans: readonly Span[]): Prisma.Sql {
  const [first, ...others] = spans;
  if (!first) return Prisma.sql`false`;
  const each = spans.map((span) => Prisma.sql`(${isNearSql(zone, span)} and ${isDateSql(zone, span)})`);
  if (others.length === 0) return Prisma.join(each, "");
  const from = others.reduce((least, span) => earlierDay(least, span.from), first.from);
  const to = others.reduce((most, span) => laterDay(most, span.to), first.to);
  return Prisma.sql`(${isNearSql(zone, { from, to })} and (${Prisma.join(each, " or ")}))`;
}

/**
 * Whether an `hour` is on these days or hardly beside them. Stands before every choice of several spans: of those joined by
 * "or", the index may not be asked when the statistics take an organization's millions of hours for a few.
 */
export function isNearSql(zone: string, { from, to }: Span): Prisma.Sql {
  return Prisma.sql`hour >= ${from}::timestamp at time zone ${zone} - interval '4 hours'
    and hour < ${to}::timestamp at time zone ${zone} + interval '4 hours'`;
}

/** The same without the comparison with moments: where another condition finds the rows. */
export function isDateSql(zone: string, { from, to }: Span): Prisma.Sql {
  return Prisma.sql`(hour at time zone ${zone})::date >= ${from}::date and (hour at time zone ${zone})::date < ${to}::date`;
}

export function isInSql(day: Prisma.Sql, spans: readonly Span[]): Prisma.Sql {
  if (spans.length === 0) return Prisma.sql`false`;
  const each = spans.map(({ from, to }) => Prisma.sql`(${day} >= ${from}::date and ${day} < ${to}::date)`);
  return Prisma.sql`(${Prisma.join(each, " or ")})`;
}
