import { z } from "zod";
import { getAction } from "#lib/actions/read.ts";
import { ActionState } from "#lib/actions/schema.ts";
import { route } from "#lib/api/route.ts";

const params = z.object({ action: z.string() });

export const GET = route({ response: ActionState, permission: "boxes.try", params }, ({ ctx, params: { action } }) =>
  getAction(ctx, action),
);
