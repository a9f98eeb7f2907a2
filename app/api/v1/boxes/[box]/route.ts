import { z } from "zod";
import { route } from "#lib/api/route.ts";
import { decommissionBox } from "#lib/boxes/decommission.ts";
import { getBox } from "#lib/boxes/read.ts";
import { renameBox } from "#lib/boxes/rename.ts";
import { BoxDetail, RenameBox } from "#lib/boxes/schema.ts";

const params = z.object({ box: z.string() });

export const GET = route({ response: BoxDetail, permission: "boxes.read", params }, ({ ctx, params: { box } }) =>
  getBox(ctx, box),
);

export const PATCH = route(
  { response: z.null(), permission: "boxes.write", params, body: RenameBox },
  ({ ctx, params: { box }, body }) => renameBox(ctx, box, body.name),
);

export const DELETE = route({ response: z.null(), permission: "boxes.write", params }, ({ ctx, params: { box } }) =>
  decommissionBox(ctx, box),
);
