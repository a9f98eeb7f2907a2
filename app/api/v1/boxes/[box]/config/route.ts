import { z } from "zod";
import { route } from "#lib/api/route.ts";
import { getBoxConfig } from "#lib/configs/read.ts";
import { BoxConfig } from "#lib/configs/schema.ts";

const params = z.object({ box: z.string() });

export const GET = route({ response: BoxConfig, permission: "configs.read", params }, ({ ctx, params: { box } }) =>
  getBoxConfig(ctx, box),
);
