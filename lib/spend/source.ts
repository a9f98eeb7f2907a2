import "server-only";
import type { Ctx } from "../context.ts";
import { boundedRead } from "../db/bounded-read.ts";
import { Prisma, type Tx } from "../db/client.ts";
import { measuresOf } from "../usage/rollup-sql.ts";
import { cubeFor, type Dimension, dimensions, hourDimensions } from "./cubes.ts";
import { addDays } from "./days.ts";
import { isDateSql, isInSql, isNearSql, isOnDaysSql, readSettled, type Settled } from "./settled.ts";
import { openSpans, type Span, wholeMonths } from "./spans.ts";

/** What an organization spent, as one picture of the database in one zone. */
export interface Spend {
  tx: Tx;
  /** In which days begin. */
  zone: string;
  /** Today there, as "2026-11-23". */
  today: string;
  /**
   * A relation: `day` (date), `connection_id`, `model`, `box_id`, `agent`, `caller` and every measure of the rollup; several
   * rows for a day and key, to be summed. Columns that `asked` leaves out may be ''. `from` is included, `to` is not. With
   * `by: "month"` the day may be any day of its month: fewer rows, for sums of the whole span or by month.
   */
  days(from: string, to: string, asked: readonly Dimension[], by?: "day" | "month"): Prisma.Sql;
  /** The same by hour, with the column `hour`: the hours of the rollup (whole ones of UTC) that begin on these days. */
  hours(from: string, to: string, asked: readonly Dimension[]): Prisma.Sql;
}

const measures = Object.keys(measuresOf);
const columns = Prisma.raw([...dimensions, ...measures].join(", "));
/** Of a row without boxes, agents and callers. */
const hourColumns = Prisma.raw(
  [...dimensions.map((name) => (hourDimensions.includes(name) ? name : `'' as ${name}`)), ...measures].join(", "),
);

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
  // Sums of up to hundreds of thousands of rows by thousands of keys: hashed in memory, and joined by hashes however few rows
  // a table without statistics is taken for. Until the end of the transaction.
  const [now] = await tx.$queryRaw<{ today: string }[]>`
    select (now() at time zone ${zone})::date::text as today,
      set_config('work_mem', '32MB', true), set_config('enable_nestloop', 'off', true)`;
  if (!now) throw new Error("a select without a table has one row");
  const settled = await readSettled(tx, ctx.org);
  const from = { orgId: ctx.org.id, zone, settled };
  return {
    tx,
    zone,
    today: now.today,
    days: (first, end, asked, by = "day") =>
      zone === settled.zone
        ? daysSql(from, { from: first, to: end }, { asked, by })
        : foreignDaysSql(from, { from: first, to: end }, asked),
    hours: (first, end, asked) => hoursSql(from, { from: first, to: end }, asked),
  };
}

interface From {
  orgId: string;
  zone: string;
  settled: Settled;
}

/** Months, days and hours, each as coarse as it is summed. */
function daysSql(
  { orgId, zone, settled }: From,
  span: Span,
  { asked, by }: { asked: readonly Dimension[]; by: "day" | "month" },
): Prisma.Sql {
  const cube = cubeFor(asked).id;
  const months = by === "month" ? wholeMonths(span, settled.months) : [];
  const rest = openSpans(span, months);
  const open = rest.flatMap((part) => openSpans(part, settled.days));
  const days = rest.flatMap((part) =>
    openSpans(
      part,
      open.filter(({ from }) => from >= part.from && from < part.to),
    ),
  );
  const sums = (isMonth: boolean, spans: readonly Span[]) => Prisma.sql`
    select day, ${columns} from spend_sum
    where org_id = ${orgId} and is_month = ${isMonth} and cube = ${cube} and ${isInSql(Prisma.sql`day`, spans)}`;
  const parts = [
    ...(months.length > 0 ? [sums(true, months)] : []),
    ...(days.length > 0 ? [sums(false, days)] : []),
    Prisma.sql`
      select (hour at time zone ${zone})::date as day, ${columns} from usage_rollup
      where org_id = ${orgId} and ${unsummedSql(settled, zone, open, span)}`,
  ];
  return Prisma.join(parts, " union all ");
}

/** Hours of days that nothing is summed of, and those of a running day that came after what is summed of it. */
function unsummedSql(settled: Settled, zone: string, open: readonly Span[], span: Span): Prisma.Sql {
  const running = settled.running
    .filter(({ day }) => day >= span.from && day < span.to)
    .map(
      ({ day, until }) => Prisma.sql`(hour >= ${until} and ${isOnDaysSql(zone, [{ from: day, to: addDays(day, 1) }])})`,
    );
  return Prisma.sql`${isNearSql(zone, span)} and (${Prisma.join([isOnDaysSql(zone, open), ...running], " or ")})`;
}

/** In another zone no day is summed: from the hours, and those from their sums where nobody asks who called. */
function foreignDaysSql(from: From, span: Span, asked: readonly Dimension[]): Prisma.Sql {
  return Prisma.sql`
    select (hour at time zone ${from.zone})::date as day, ${columns} from (${hoursSql(from, span, asked)}) h`;
}

function hoursSql({ orgId, zone, settled }: From, span: Span, asked: readonly Dimension[]): Prisma.Sql {
  const window = isOnDaysSql(zone, [span]);
  if (!asked.every((name) => hourDimensions.includes(name))) {
    return Prisma.sql`select hour, ${columns} from usage_rollup where org_id = ${orgId} and ${window}`;
  }
  // A day more on each side: days of the organization overlap those of any zone.
  const near = { from: addDays(span.from, -2), to: addDays(span.to, 2) };
  const open = openSpans(near, settled.days);
  const summed = openSpans(near, open);
  const late = settled.running.map(
    ({ day, until }) =>
      Prisma.sql`not (hour >= ${until} and ${isOnDaysSql(settled.zone, [{ from: day, to: addDays(day, 1) }])})`,
  );
  return Prisma.sql`
    select hour, ${hourColumns} from spend_hour
    where org_id = ${orgId} and ${window} and ${Prisma.join([isOnDaysSql(settled.zone, summed), ...late], " and ")}
    union all
    select hour, ${columns} from usage_rollup
    where org_id = ${orgId} and ${isDateSql(zone, span)} and ${unsummedSql(settled, settled.zone, open, near)}`;
}
