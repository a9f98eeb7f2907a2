import { z } from "zod";
import { route } from "#lib/api/route.ts";
import { revokeLocalKey } from "#lib/local-keys/revoke.ts";

const params = z.object({ key: z.string() });

export const DELETE = route(
  { response: z.null(), permission: "local-keys.write", params },
  ({ ctx, params: { key } }) => revokeLocalKey(ctx, key),
);
