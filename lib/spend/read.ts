import "server-only";
import type { z } from "zod";
import { type Ctx, requirePermission } from "../context.ts";
import { Prisma } from "../db/client.ts";
import { measuresOf } from "../usage/rollup-sql.ts";
import { type Bucket, bucketKey, readBuckets } from "./buckets.ts";
import { askedOf, filterSql, joinsSql, keySql } from "./filter-sql.ts";
import { readLabels } from "./labels.ts";
import { maxDrawn, maxPairs, maxSeries, type SpendGroup, type SpendQuery, type SpendView } from "./schema.ts";
import { type KeyRow, type Moments, type PairRow, type PointRow, toSpendView } from "./series.ts";
import { type Spend, withSpend } from "./source.ts";
import { type DayWindow, previousOf, windowOf } from "./window.ts";

const names = Object.keys(measuresOf);
const measures = Prisma.raw(names.join(", "));

function sumsOf(alias: string): Prisma.Sql {
  return Prisma.raw(names.map((name) => `sum(${alias}.${name})::bigint as ${name}`).join(", "));
}

/**
 * Spend by bucket and group: the answer to a SpendQuery. What it costs to read grows with days and with what is grouped by,
 * never with calls.
 */
export async function getSpend(ctx: Ctx, query: SpendQuery): Promise<z.output<typeof SpendView>> {
  requirePermission(ctx, "spend.read");
  return withSpend(ctx, query.zone, async (spend) => {
    const window = windowOf(query, spend.today);
    const buckets = await readBuckets(spend, window);
    const [group = "model", inner] = query.groupBy;
    const { points, keys } = await readSeries(spend, { query, window, group, first: buckets[0] });
    const before =
      query.compare === "previous" ? await readPrevious(spend, { query, window, group, first: buckets[0] }) : null;
    const pairs = inner ? await readPairs(spend, { query, window, groups: [group, inner], first: buckets[0] }) : [];
    const { tx } = spend;
    const named = keys.flatMap(({ key }) => (key === null ? [] : [key]));
    const [found] = await tx.$queryRaw<Moments[]>`
      select ${previousOf(window).from}::timestamp at time zone ${spend.zone} as previous,
        ${window.to}::timestamp at time zone ${spend.zone} as ends_at,
        (select min(hour) from usage_rollup where org_id = ${ctx.org.id}) as first_usage,
        (select max(updated_at) from usage_boot where org_id = ${ctx.org.id}) as through`;
    if (!found) throw new Error("a select without a table has one row");
    const moments = { ...found, previous: rollingStart(window, buckets[0]) ?? found.previous };
    return toSpendView({
      window,
      zone: spend.zone,
      today: spend.today,
      buckets,
      points,
      keys,
      before,
      pairs,
      labels: await readLabels(tx, ctx.org.id, { group, keys: named }),
      innerLabels: inner
        ? await readLabels(tx, ctx.org.id, { group: inner, keys: [...new Set(pairs.map((pair) => pair.inner))] })
        : new Map(),
      moments,
    });
  });
}

/** What is before the last 24 hours are the 24 hours before them. */
function rollingStart({ isRolling }: DayWindow, first: Bucket | undefined): Date | null {
  return isRolling && first ? new Date(first.startsAt.getTime() - 24 * 3_600_000) : null;
}

interface Asked {
  query: SpendQuery;
  window: DayWindow;
  group: SpendGroup;
  /** Where the range begins. */
  first: Bucket | undefined;
}

/** The rows of a window as `c`, with the column that names their bucket. */
function rowsSql(
  spend: Spend,
  groups: readonly SpendGroup[],
  { query, window, first }: Omit<Asked, "group">,
): Prisma.Sql {
  const asked = askedOf(groups, query);
  if (window.granularity !== "hour") {
    return Prisma.sql`(select *, ${bucketKey(window.granularity)} as bucket from (${spend.days(window.from, window.to, asked)}) d)`;
  }
  const since = window.isRolling && first ? Prisma.sql`where hour >= ${first.startsAt}` : Prisma.empty;
  return Prisma.sql`(select *, hour::text as bucket from (${spend.hours(window.from, window.to)}) h ${since})`;
}

/** Totals of the largest keys and of all others as one, and the points of the largest and of all others as one. */
async function readSeries(spend: Spend, asked: Asked): Promise<{ points: PointRow[]; keys: KeyRow[] }> {
  const { group, query } = asked;
  const rows = await spend.tx.$queryRaw<(PointRow & KeyRow)[]>`
    with b as materialized (
      select c.bucket, ${keySql(group)} as key, ${sumsOf("c")}
      from ${rowsSql(spend, [group], asked)} c ${joinsSql([group], query)}
      where ${filterSql(query)} group by 1, 2
    ), t as (
      select b.key, ${sumsOf("b")}, row_number() over (order by sum(b.cost_nanos) desc, b.key collate "C")::int as rank from b group by b.key
    )
    select null::text as bucket, key, 1::bigint as count, rank, ${measures} from t where rank <= ${maxSeries}
    union all
    select null, null, count(*), ${maxSeries + 1}, ${sumsOf("t")} from t where rank > ${maxSeries} having count(*) > 0
    union all
    select b.bucket, case when t.rank <= ${maxDrawn} then b.key end, 0, least(t.rank, ${maxDrawn + 1}), ${sumsOf("b")}
    from b join t on t.key = b.key group by 1, 2, 4
    order by 4, 1 nulls first`;
  return {
    keys: rows.filter(({ bucket }) => bucket === null),
    points: rows.filter(({ bucket }) => bucket !== null),
  };
}

async function readPrevious(spend: Spend, { query, window, group, first }: Asked): Promise<Map<string, bigint>> {
  const { from, to } = previousOf(window);
  const since = rollingStart(window, first);
  const source =
    since && first
      ? Prisma.sql`(select * from (${spend.hours(from, window.to)}) h where hour >= ${since} and hour < ${first.startsAt})`
      : Prisma.sql`(${spend.days(from, to, askedOf([group], query))})`;
  const rows = await spend.tx.$queryRaw<{ key: string; cost: bigint }[]>`
    select ${keySql(group)} as key, sum(c.cost_nanos)::bigint as cost
    from ${source} c ${joinsSql([group], query)} where ${filterSql(query)} group by 1`;
  return new Map(rows.map(({ key, cost }) => [key, cost]));
}

function readPairs(
  spend: Spend,
  { groups, ...asked }: Omit<Asked, "group"> & { groups: readonly [SpendGroup, SpendGroup] },
): Promise<PairRow[]> {
  const [outer, inner] = groups;
  const { query } = asked;
  return spend.tx.$queryRaw<PairRow[]>`
    select ${keySql(outer)} as key, ${keySql(inner)} as inner, sum(c.cost_nanos)::bigint as cost, sum(c.requests)::bigint as requests
    from ${rowsSql(spend, groups, asked)} c ${joinsSql(groups, query)}
    where ${filterSql(query)} group by 1, 2
    order by 3 desc, 1, 2 limit ${maxPairs + 1}`;
}
