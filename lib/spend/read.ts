import "server-only";
import type { z } from "zod";
import { type Ctx, requirePermission } from "../context.ts";
import { Prisma } from "../db/client.ts";
import { type Bucket, bucketKey, readBuckets } from "./buckets.ts";
import { askedOf, filterSql, joinsSql, keySql } from "./filter-sql.ts";
import { readLabels } from "./labels.ts";
import { maxDrawn, maxPairs, maxSeries, type SpendGroup, type SpendQuery, type SpendView } from "./schema.ts";
import { type KeyRow, type Moments, type PairRow, type PointRow, type Totals, toSpendView } from "./series.ts";
import { type Spend, withSpend } from "./source.ts";
import { sumsSql } from "./tokens-sql.ts";
import { type DayWindow, previousOf, windowOf } from "./window.ts";

/**
 * Spend by bucket and group: the answer to a SpendQuery. What it costs to read grows with days and with what is grouped by,
 * never with calls.
 */
export async function getSpend(ctx: Ctx, query: SpendQuery): Promise<z.output<typeof SpendView>> {
  requirePermission(ctx, "spend.read");
  return withSpend(ctx, query.zone, (spend) => readSpend(spend, ctx.org.id, query));
}

/** The same within a picture that is open. The zone is the picture's. */
export async function readSpend(spend: Spend, orgId: string, query: SpendQuery): Promise<z.output<typeof SpendView>> {
  const window = windowOf(query, spend.today);
  const buckets = await readBuckets(spend, window);
  const [group = "model", inner] = query.groupBy;
  const asked = { query, window, group, first: buckets[0] };
  const keys = await readKeys(spend, asked);
  const drawn = keys.slice(0, maxDrawn).flatMap(({ key }) => (key === null ? [] : [key]));
  const points = await readPoints(spend, asked, drawn);
  const before = query.compare === "previous" ? await readPrevious(spend, asked) : null;
  const pairs = inner ? await readPairs(spend, { ...asked, groups: [group, inner] }) : [];
  const { tx } = spend;
  const named = keys.flatMap(({ key }) => (key === null ? [] : [key]));
  const [found] = await tx.$queryRaw<Moments[]>`
    select ${previousOf(window).from}::timestamp at time zone ${spend.zone} as previous,
      ${window.to}::timestamp at time zone ${spend.zone} as ends_at,
      (select min(hour) from usage_rollup where org_id = ${orgId}) as first_usage,
      (select max(updated_at) from usage_boot where org_id = ${orgId}) as through`;
  if (!found) throw new Error("a select without a table has one row");
  const moments = { ...found, previous: rollingStart(window, buckets[0]) ?? found.previous };
  return toSpendView({
    window,
    totals: await readTotals(spend, asked),
    zone: spend.zone,
    today: spend.today,
    buckets,
    points,
    keys,
    before,
    pairs,
    labels: await readLabels(tx, orgId, { group, keys: named }),
    innerLabels: inner
      ? await readLabels(tx, orgId, { group: inner, keys: [...new Set(pairs.map((pair) => pair.inner))] })
      : new Map(),
    moments,
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

/** The rows of a window as `c`; where nobody asks which bucket they fall into, months are read as one. */
function rowsSql(
  spend: Spend,
  groups: readonly SpendGroup[],
  { query, window, first }: Omit<Asked, "group">,
  isByBucket = false,
): Prisma.Sql {
  const asked = askedOf(groups, query);
  if (window.isRolling) {
    const since = first ? Prisma.sql`where hour >= ${first.startsAt}` : Prisma.empty;
    return Prisma.sql`(select *, hour::text as bucket from (${spend.hours(window.from, window.to, asked)}) h ${since})`;
  }
  if (!isByBucket) return Prisma.sql`(${spend.days(window.from, window.to, asked, "month")})`;
  if (window.granularity === "hour") {
    return Prisma.sql`(select *, hour::text as bucket from (${spend.hours(window.from, window.to, asked)}) h)`;
  }
  const { granularity } = window;
  const days = spend.days(window.from, window.to, asked, granularity === "month" ? "month" : "day");
  return Prisma.sql`(select *, ${bucketKey(granularity)} as bucket from (${days}) d)`;
}

/** Totals of the largest keys, and of all others as one. */
function readKeys(spend: Spend, asked: Asked): Promise<KeyRow[]> {
  const { group, query } = asked;
  return spend.tx.$queryRaw<KeyRow[]>`
    with t as (
      select ${keySql(group)} as key, sum(c.cost_nanos)::bigint as cost, sum(c.requests)::bigint as requests, sum(c.errors)::bigint as errors
      from ${rowsSql(spend, [group], asked)} c ${joinsSql([group], query)}
      where ${filterSql(query)} group by 1
    ), r as (select *, row_number() over (order by cost desc, key collate "C") as rank from t)
    select * from (
      select key, 1::bigint as count, cost, requests, errors from r where rank <= ${maxSeries}
      union all
      select null, count(*), sum(cost)::bigint, sum(requests)::bigint, sum(errors)::bigint
      from r where rank > ${maxSeries} having count(*) > 0) a
    order by key is null, cost desc, key collate "C"`;
}

/** Cost by bucket of each key of `drawn`, and of all others as one. */
function readPoints(spend: Spend, asked: Asked, drawn: readonly string[]): Promise<PointRow[]> {
  const { group, query } = asked;
  return spend.tx.$queryRaw<PointRow[]>`
    with k as (
      select c.bucket, ${keySql(group)} as key, sum(c.cost_nanos)::bigint as cost
      from ${rowsSql(spend, [group], asked, true)} c ${joinsSql([group], query)}
      where ${filterSql(query)} group by 1, 2)
    select bucket, case when key = any(${[...drawn]}::text[]) then key end as key, sum(cost)::bigint as cost
    from k group by 1, 2`;
}

/** Everything together, by what is fewest rows: the groups do not matter for it. */
async function readTotals(spend: Spend, asked: Omit<Asked, "group">): Promise<Totals> {
  const [totals] = await spend.tx.$queryRaw<Totals[]>`
    select ${sumsSql("c")} from ${rowsSql(spend, [], asked)} c ${joinsSql([], asked.query)} where ${filterSql(asked.query)}`;
  if (!totals) throw new Error("a sum without groups has one row");
  return totals;
}

async function readPrevious(spend: Spend, { query, window, group, first }: Asked): Promise<Map<string, bigint>> {
  const { from, to } = previousOf(window);
  const since = rollingStart(window, first);
  const source =
    since && first
      ? Prisma.sql`(select * from (${spend.hours(from, window.to, askedOf([group], query))}) h where hour >= ${since} and hour < ${first.startsAt})`
      : Prisma.sql`(${spend.days(from, to, askedOf([group], query), "month")})`;
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
