import "server-only";
import { type Ctx, requirePermission } from "../context.ts";
import { boundedRead } from "./bounded.ts";
import { filterSql, windowOf } from "./filter-sql.ts";
import type { CallFacets, CallFilter } from "./schema.ts";

/** Of each kind; a list that people choose from. */
const most = 500;
/** Rollups have no routes: those of the newest so many attempts are offered, besides the aliases in force. */
const lookedAt = 10_000;

/** What the calls of a range can be filtered by: from the hourly rollups, so it costs the same for any number of calls. */
export async function listCallFacets(ctx: Ctx, range: Pick<CallFilter, "range" | "from" | "to">): Promise<CallFacets> {
  requirePermission(ctx, "spend.read");
  return boundedRead(ctx, async (tx) => {
    const window = await windowOf(tx, ctx, range);
    const rolled = await tx.$queryRaw<{ connection_id: string; model: string; box_id: string; caller: string }[]>`
      select distinct connection_id, model, box_id, caller from usage_rollup
      where org_id = ${ctx.org.id} and hour >= date_trunc('hour', ${window.from}::timestamptz, 'UTC')
        and hour < coalesce(${window.to}::timestamptz, 'infinity') limit 20000`;
    const routes = await tx.$queryRaw<{ route: string }[]>`
      select distinct route from (
        select route from usage_event e where ${filterSql(ctx, {}, window)} order by e.occurred_at desc limit ${lookedAt}
      ) e limit ${most}`;
    const boxIds = distinct(rolled.map((row) => row.box_id));
    const connectionIds = distinct(rolled.map((row) => row.connection_id));
    const boxes = await tx.box.findMany({ where: { orgId: ctx.org.id, id: { in: boxIds } } });
    const connections = await tx.providerConnection.findMany({
      where: { orgId: ctx.org.id, id: { in: connectionIds } },
      select: { id: true, name: true },
    });
    const nameOf = new Map(connections.map(({ id, name }) => [id, name]));
    const targets = new Map(rolled.map((row) => [`${row.connection_id} ${row.model}`, row]));
    return {
      routes: distinct(routes.map(({ route }) => route)).filter((route) => route !== ""),
      targets: [...targets.values()]
        .filter(({ model }) => model !== "")
        .map(({ connection_id: connectionId, model }) => ({
          connectionId,
          connectionName: nameOf.get(connectionId) ?? connectionId,
          model,
        }))
        .toSorted((a, b) => compare(a.connectionName, b.connectionName) || compare(a.model, b.model))
        .slice(0, most),
      boxes: boxes
        .map(({ id, name }) => ({ id, name }))
        .toSorted((a, b) => compare(a.name, b.name))
        .slice(0, most),
      callers: distinct(rolled.map((row) => row.caller)).filter((caller) => caller !== ""),
    };
  });
}

const compare = (a: string, b: string) => a.localeCompare(b, "en", { numeric: true });

function distinct(values: string[]): string[] {
  return [...new Set(values)].toSorted(compare).slice(0, most);
}
