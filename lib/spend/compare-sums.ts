import "server-only";
import { Prisma, type Tx } from "../db/client.ts";
import { measuresOf } from "../usage/rollup-sql.ts";
import { cubes, dimensions, hourDimensions } from "./cubes.ts";
import { cubeSql, hourSumSql } from "./sums-sql.ts";

const measures = Object.keys(measuresOf);
const differ = Prisma.raw(measures.map((name) => `coalesce(h.${name}, 0) <> coalesce(d.${name}, 0)`).join(" or "));
const same = (keys: readonly string[]) => Prisma.raw(keys.map((key) => `h.${key} = d.${key}`).join(" and "));
const sums = Prisma.raw(measures.map((name) => `sum(${name})::bigint as ${name}`).join(", "));
const keys = Prisma.raw(dimensions.join(", "));

/** Hours that something is summed of, with the day that counts: that of a mark made in the organization's zone. */
const settledHours = Prisma.sql`(
  select r.*, s.day as settled_day from usage_rollup r join org o on o.id = r.org_id
  join spend_settled s on s.org_id = r.org_id and s.grain = 'day' and s.is_settled and s.zone = o.timezone
    and s.day = (r.hour at time zone o.timezone)::date and (s.until is null or r.hour < s.until)) u`;
const isSettled = (alias: "h" | "d", grain: "day" | "month") => Prisma.sql`exists (
  select from spend_settled s join org o on o.id = s.org_id and o.timezone = s.zone
  where s.org_id = ${Prisma.raw(alias)}.org_id and s.grain = ${grain} and s.day = ${Prisma.raw(alias)}.day and s.is_settled)`;

/** Sums of days, months and hours that count, against what they were summed from; one line per difference. */
export async function differingSums(tx: Tx): Promise<string[]> {
  const lines: { line: string }[] = [];
  for (const { id, keeps } of cubes) {
    lines.push(
      ...(await tx.$queryRaw<{ line: string }[]>`
        with h as (${cubeSql(keeps, Prisma.sql`true`, Prisma.sql`settled_day`, settledHours)}),
          d as (select * from spend_sum d where not is_month and cube = ${id} and ${isSettled("d", "day")})
        select format('day cube %s of %s on %s: the hours cost %s, the sum says %s', ${id}::int, coalesce(h.org_id, d.org_id),
          coalesce(h.day, d.day), coalesce(h.cost_nanos, 0), coalesce(d.cost_nanos, 0)) as line
        from h full join d on ${same(["org_id", "day", ...dimensions])} where ${differ}`),
    );
  }
  const months = await tx.$queryRaw<{ line: string }[]>`
    with h as (
        select org_id, cube, date_trunc('month', day)::date as day, ${keys}, ${sums} from spend_sum where not is_month
        group by org_id, cube, 3, ${keys}),
      d as (select * from spend_sum where is_month)
    select format('month cube %s of %s in %s: its days cost %s, the sum says %s', coalesce(h.cube, d.cube), coalesce(h.org_id, d.org_id),
      coalesce(h.day, d.day), coalesce(h.cost_nanos, 0), coalesce(d.cost_nanos, 0)) as line
    from h full join d on ${same(["org_id", "cube", "day", ...dimensions])}
    where (${differ}) and (${isSettled("h", "month")} or ${isSettled("d", "month")})`;
  const hours = await tx.$queryRaw<{ line: string }[]>`
    with h as (${hourSumSql(Prisma.sql`true`, settledHours)}),
      d as (
        select x.* from spend_hour x join org o on o.id = x.org_id
        join spend_settled s on s.org_id = x.org_id and s.grain = 'day' and s.zone = o.timezone and s.is_settled
          and s.day = (x.hour at time zone o.timezone)::date)
    select format('hour %s of %s: it cost %s, the sum says %s', coalesce(h.hour, d.hour), coalesce(h.org_id, d.org_id),
      coalesce(h.cost_nanos, 0), coalesce(d.cost_nanos, 0)) as line
    from h full join d on ${same(["org_id", "hour", ...hourDimensions])} where ${differ}`;
  return [...lines, ...months, ...hours].map(({ line }) => line);
}
