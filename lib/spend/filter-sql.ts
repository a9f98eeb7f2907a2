import "server-only";
import { Prisma } from "../db/client.ts";
import type { Dimension } from "./cubes.ts";
import type { SpendFilter, SpendGroup } from "./schema.ts";

/** The column of the rollup that a group or filter is about. */
export const columnOf: Record<SpendGroup | "tag", Dimension> = {
  model: "model",
  provider: "connection_id",
  channel: "connection_id",
  box: "box_id",
  group: "box_id",
  tag: "box_id",
  agent: "agent",
  caller: "caller",
};

/** What a group is called by, of a row `c` with what joinsSql joins. */
const keys: Record<SpendGroup, Prisma.Sql> = {
  model: Prisma.sql`c.model`,
  provider: Prisma.sql`c.connection_id`,
  channel: Prisma.sql`coalesce(p.channel::text, '')`,
  box: Prisma.sql`c.box_id`,
  group: Prisma.sql`coalesce(g.tags, '')`,
  agent: Prisma.sql`c.agent`,
  caller: Prisma.sql`c.caller`,
};
export const keySql = (group: SpendGroup): Prisma.Sql => keys[group];

/** `offset 0`: the tags of a box are put together once for the box, not for each row of it. */
const boxGroups = Prisma.sql`
  left join (select id, (select string_agg(tag, ', ' order by tag) from unnest(tags) tag) as tags from box offset 0) g on g.id = c.box_id`;

/** Names the connection and the box of a row `c`, where a group or filter asks about them. */
export function joinsSql(groups: readonly SpendGroup[], filter: SpendFilter): Prisma.Sql {
  const hasChannel = groups.includes("channel") || filter.channel !== undefined;
  return Prisma.sql`
    ${hasChannel ? Prisma.sql`left join provider_connection p on p.id = c.connection_id` : Prisma.empty}
    ${groups.includes("group") ? boxGroups : Prisma.empty}
    ${filter.tag !== undefined ? Prisma.sql`left join box b on b.id = c.box_id` : Prisma.empty}`;
}

/** Conditions on a row `c` (joinsSql); true when nothing is left out. */
export function filterSql(filter: SpendFilter): Prisma.Sql {
  const any = (column: Prisma.Sql, values: readonly string[] | undefined) =>
    values === undefined ? null : Prisma.sql`${column} = any(${[...values]}::text[])`;
  const conditions = [
    any(Prisma.sql`c.connection_id`, filter.provider),
    any(Prisma.sql`p.channel::text`, filter.channel),
    any(Prisma.sql`c.model`, filter.model),
    any(Prisma.sql`c.box_id`, filter.box),
    filter.tag === undefined ? null : Prisma.sql`b.tags && ${[...filter.tag]}::text[]`,
    any(Prisma.sql`c.agent`, filter.agent),
    any(Prisma.sql`c.caller`, filter.caller),
  ].filter((condition) => condition !== null);
  return conditions.length === 0 ? Prisma.sql`true` : Prisma.join(conditions, " and ");
}

/** Every column of the rollup that a query asks about. */
export function askedOf(groups: readonly SpendGroup[], filter: SpendFilter): Dimension[] {
  const filters = (Object.keys(columnOf) as (SpendGroup | "tag")[]).filter(
    (name) => name !== "group" && filter[name as keyof SpendFilter] !== undefined,
  );
  return [...new Set([...groups, ...filters].map((name) => columnOf[name]))];
}
