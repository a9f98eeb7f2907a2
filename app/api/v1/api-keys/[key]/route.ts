import { z } from "zod";
import { route } from "#lib/api/route.ts";
import { revokeApiKey } from "#lib/api-keys/revoke.ts";

const params = z.object({ key: z.string() });

export const DELETE = route({ response: z.null(), permission: "api-keys.write", params }, ({ ctx, params: { key } }) =>
  revokeApiKey(ctx, key),
);
