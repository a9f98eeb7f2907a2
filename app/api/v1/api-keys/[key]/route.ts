import { z } from "zod";
import { revokeApiKey } from "#lib/api-keys/revoke.ts";
import { route } from "#lib/api/route.ts";

const params = z.object({ key: z.string() });

export const DELETE = route({ permission: "api-keys.write", params }, ({ ctx, params: { key } }) =>
  revokeApiKey(ctx, key),
);
