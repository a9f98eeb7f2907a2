import { route } from "#lib/api/route.ts";
import { listBoxes } from "#lib/boxes/read.ts";

export const GET = route({ permission: "boxes.read" }, ({ ctx }) => listBoxes(ctx));
