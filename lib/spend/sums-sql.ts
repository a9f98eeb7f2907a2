import "server-only";
import { Prisma } from "../db/client.ts";
import { measuresOf, rollupKeys } from "../usage/rollup-sql.ts";
import { dimensions, hourDimensions } from "./cubes.ts";
import type { Span } from "./spans.ts";

const measures = Object.keys(measuresOf);
const sums = measures.map((name) => `sum(${name})::bigint as ${name}`).join(", ");

/** Of spend_sum, beside what names the sum. */
export const sumColumns = Prisma.raw(["org_id", "day", ...dimensions, ...measures].join(", "));

/** The relation that sums are made of: the rollup, or a part of it under other columns beside its own. */
const rollup = Prisma.sql`usage_rollup`;

/** What a cube of days should be, from the hours that `which` names; `day` is the day of one of them. */
export function cubeSql(keeps: readonly string[], which: Prisma.Sql, day: Prisma.Sql, hours = rollup): Prisma.Sql {
  const kept = rollupKeys.filter((key) => keeps.includes(key));
  const all = dimensions.map((key) => (keeps.includes(key) ? key : `'' as ${key}`)).join(", ");
  return Prisma.sql`
    select org_id, ${day} as day, ${Prisma.raw(all)}, ${Prisma.raw(sums)}
    from ${hours} where ${which} group by org_id, 2, ${Prisma.raw(kept.join(", "))}`;
}

const hourKeys = ["org_id", "hour", ...hourDimensions];
/** Of spend_hour. */
export const hourSumColumns = Prisma.raw([...hourKeys, ...measures].join(", "));

/** What the sums of hours should be, from the hours that `which` names. */
export function hourSumSql(which: Prisma.Sql, hours = rollup): Prisma.Sql {
  const keys = hourKeys.join(", ");
  return Prisma.sql`
    select ${Prisma.raw(`${keys}, ${sums}`)} from ${hours} where ${which} group by ${Prisma.raw(keys)}`;
}

/** What every cube of a month should be, from its days. */
export function monthSql(orgId: string, { from, to }: Span): Prisma.Sql {
  const keys = Prisma.raw(dimensions.join(", "));
  return Prisma.sql`
    select org_id, cube, ${from}::date as day, ${keys}, ${Prisma.raw(sums)}
    from spend_sum where org_id = ${orgId} and not is_month and day >= ${from}::date and day < ${to}::date
    group by org_id, cube, ${keys}`;
}
