import { z } from "zod";
import { route } from "#lib/api/route.ts";
import { decommissionBox } from "#lib/boxes/decommission.ts";
import { getBox } from "#lib/boxes/read.ts";
import { renameBox } from "#lib/boxes/rename.ts";
import { RenameBox } from "#lib/boxes/schema.ts";

const params = z.object({ box: z.string() });

export const GET = route({ permission: "boxes.read", params }, ({ ctx, params: { box } }) => getBox(ctx, box));

export const PATCH = route({ permission: "boxes.write", params, body: RenameBox }, ({ ctx, params: { box }, body }) =>
  renameBox(ctx, box, body.name),
);

export const DELETE = route({ permission: "boxes.write", params }, ({ ctx, params: { box } }) =>
  decommissionBox(ctx, box),
);
