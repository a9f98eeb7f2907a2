import "server-only";
import type { Tx } from "../db/client.ts";
import { catalogModel } from "../prices/catalog.ts";
import type { StoredModel } from "../prices/stored-model.ts";
import { Discovered } from "../protocol/channel.ts";
import { storedModels } from "./models.ts";

type Row = { id: string; kind: string; baseUrl: string; models: unknown };

/** Models that boxes found on local servers and nobody entered by hand, by connection. */
export async function readDiscovered(tx: Tx, orgId: string, rows: readonly Row[]): Promise<Map<string, StoredModel[]>> {
  const local = rows.filter((row) => row.kind === "local");
  if (local.length === 0) return new Map();
  const boxes = await tx.$queryRaw<{ discovered: unknown }[]>`
    select distinct discovered from box where org_id = ${orgId} and status = 'active' and discovered <> '[]'::jsonb`;
  const found = boxes.flatMap((box) => Discovered.array().parse(box.discovered));
  return new Map(
    local.map((row) => {
      const known = new Set(storedModels(row.models).map(({ id }) => id));
      const models = found.filter(({ connectionId }) => connectionId === row.id).flatMap((server) => server.models);
      const fresh = new Map(models.filter(({ id }) => !known.has(id)).map((model) => [model.id, model]));
      const place = { kind: "local" as const, baseUrl: row.baseUrl };
      return [
        row.id,
        [...fresh.values()].map(({ id, contextTokens }) => ({ ...catalogModel(place, id), contextTokens })),
      ];
    }),
  );
}
