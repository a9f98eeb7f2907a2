import "server-only";
import { type Ctx, requirePermission } from "../context.ts";
import { type Tx, withOrg } from "../db/client.ts";
import { readLayer } from "./layers.ts";
import { mergeLayers } from "./merge.ts";
import type { RouteOverview } from "./schema.ts";

/** Boxes named for each alias. */
const named = 5;

export async function getRouteOverview(ctx: Ctx): Promise<RouteOverview> {
  requirePermission(ctx, "configs.read");
  return withOrg(ctx, async (tx) => {
    const layer = await readLayer(tx, ctx.org.id, "org");
    const { settings, winners } = mergeLayers([{ kind: "org", patch: layer.patch }]);
    return {
      layer,
      effective: settings,
      winners,
      overrides: await readOverrides(tx, ctx),
      boxes: await countBoxes(tx, ctx),
    };
  });
}

interface OverrideRow {
  alias: string;
  count: number;
  box_id: string;
  box_name: string;
  is_removed: boolean;
}

/** From the newest version of each active box's own layer. */
async function readOverrides(tx: Tx, ctx: Ctx): Promise<RouteOverview["overrides"]> {
  const rows = await tx.$queryRaw<OverrideRow[]>`
    with own as (
      select distinct on (v.layer) v.layer as box_id, b.name as box_name, v.patch
      from config_version v join box b on b.org_id = v.org_id and b.id = v.layer and b.status = 'active'
      where v.org_id = ${ctx.org.id} and v.layer <> 'org'
      order by v.layer, v.version desc
    ), lines as (
      select route.key as alias, own.box_id, own.box_name, jsonb_typeof(route.value) = 'null' as is_removed,
        count(*) over (partition by route.key)::int as count,
        row_number() over (partition by route.key order by lower(own.box_name), own.box_id) as place
      from own cross join lateral jsonb_each(coalesce(own.patch -> 'routes', '{}'::jsonb)) as route
    )
    select alias, count, box_id, box_name, is_removed from lines where place <= ${named} order by alias, place`;
  const byAlias = Map.groupBy(rows, ({ alias }) => alias);
  return Object.fromEntries(
    [...byAlias].map(([alias, lines]) => [
      alias,
      {
        count: lines[0]?.count ?? 0,
        boxes: lines.map((line) => ({ boxId: line.box_id, boxName: line.box_name, isRemoved: line.is_removed })),
      },
    ]),
  );
}

/** By the rule of configStateOf (lib/boxes/read.ts): whoever has not fetched the newest is on the way. */
async function countBoxes(tx: Tx, ctx: Ctx): Promise<RouteOverview["boxes"]> {
  const [row] = await tx.$queryRaw<RouteOverview["boxes"][]>`
    with state as (
      select case
        when box.compiled_revision < org.config_revision or box.desired_version > box.phase_version then 'pending'
        when box.phase = 'applied' then 'applied'
        when box.phase in ('rejected', 'failed', 'rolled_back', 'timed_out') then 'failed'
        else 'pending' end as name
      from box join org on org.id = box.org_id
      where box.org_id = ${ctx.org.id} and box.status = 'active'
    )
    select count(*) filter (where name = 'applied')::int as applied,
      count(*) filter (where name = 'pending')::int as pending,
      count(*) filter (where name = 'failed')::int as failed
    from state`;
  return row ?? { applied: 0, pending: 0, failed: 0 };
}
