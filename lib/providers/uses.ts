import "server-only";
import { z } from "zod";
import type { Tx } from "../db/client.ts";
import { Discovered } from "../protocol/channel.ts";
import type { LocalServer, ProviderRoute } from "./schema.ts";

/** As much of a layer's patch as naming a provider needs; null removes a route of a lower layer. */
const Named = z.object({ connectionId: z.string(), model: z.string() });
const Patch = z.object({
  routes: z
    .record(z.string(), z.object({ targets: z.array(Named), lastResort: Named.nullish() }).nullable())
    .default({}),
});

const mostLayers = 200;

/** The routes that name a connection, by layer: the organization's first, then by name. */
export async function readRoutesOf(tx: Tx, orgId: string, connectionId: string): Promise<ProviderRoute[]> {
  const rows = await tx.$queryRaw<{ layer: string; name: string | null; patch: unknown }[]>`
    select v.layer, b.name, v.patch
    from (select distinct on (layer) layer, patch from config_version where org_id = ${orgId} order by layer, version desc) v
    left join box b on b.id = v.layer
    where position(${connectionId} in v.patch::text) > 0 and (b.id is null or b.status = 'active')
    order by v.layer <> 'org', b.name limit ${mostLayers}`;
  return rows.flatMap(({ layer, name, patch }) =>
    Object.entries(Patch.parse(patch).routes).flatMap(([alias, route]) => {
      const all = [...(route?.targets ?? []), ...(route?.lastResort ? [route.lastResort] : [])];
      const own = all.filter((target) => target.connectionId === connectionId);
      if (own.length === 0) return [];
      const models = [...new Set(own.map(({ model }) => model))];
      return [
        {
          alias,
          layer,
          layerName: layer === "org" ? null : (name ?? layer),
          models,
          isOnly: own.length === all.length,
        },
      ];
    }),
  );
}

/** The local model servers that boxes found at a connection's address. */
export async function readServersOf(tx: Tx, orgId: string, connectionId: string): Promise<LocalServer[]> {
  const rows = await tx.$queryRaw<{ id: string; name: string; discovered: unknown }[]>`
    select id, name, discovered from box
    where org_id = ${orgId} and status = 'active' and position(${connectionId} in discovered::text) > 0
    order by name limit ${mostLayers}`;
  return rows.flatMap(({ id, name, discovered }) =>
    Discovered.array()
      .parse(discovered)
      .filter((found) => found.connectionId === connectionId)
      .map(({ server, models }) => ({ boxId: id, boxName: name, server, models })),
  );
}
