import { z } from "zod";
import { getAction } from "#lib/actions/read.ts";
import { route } from "#lib/api/route.ts";

const params = z.object({ action: z.string() });

export const GET = route({ permission: "boxes.try", params }, ({ ctx, params: { action } }) => getAction(ctx, action));
