import { route } from "#lib/api/route.ts";
import { listBoxes } from "#lib/boxes/read.ts";
import { BoxList } from "#lib/boxes/schema.ts";

export const GET = route({ response: BoxList, permission: "boxes.read" }, ({ ctx }) => listBoxes(ctx));
