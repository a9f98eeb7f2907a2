import { z } from "zod";
import { route } from "#lib/api/route.ts";
import { getLayer } from "#lib/configs/read.ts";
import { saveLayer } from "#lib/configs/save-layer.ts";
import { ConfigLayer, LayerName, SaveLayer } from "#lib/configs/schema.ts";

const params = z.object({ layer: LayerName });

export const GET = route({ response: ConfigLayer, permission: "configs.read", params }, ({ ctx, params: { layer } }) =>
  getLayer(ctx, layer),
);

export const PUT = route(
  { response: ConfigLayer, permission: "configs.write", params, body: SaveLayer },
  ({ ctx, params: { layer }, body }) => saveLayer(ctx, layer, body),
);
