import { z } from "zod";
import { route } from "#lib/api/route.ts";
import { getLayer } from "#lib/configs/read.ts";
import { saveLayer } from "#lib/configs/save-layer.ts";
import { LayerName, SaveLayer } from "#lib/configs/schema.ts";

const params = z.object({ layer: LayerName });

export const GET = route({ permission: "configs.read", params }, ({ ctx, params: { layer } }) => getLayer(ctx, layer));

export const PUT = route({ permission: "configs.write", params, body: SaveLayer }, ({ ctx, params: { layer }, body }) =>
  saveLayer(ctx, layer, body),
);
