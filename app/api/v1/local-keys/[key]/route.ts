import { z } from "zod";
import { route } from "#lib/api/route.ts";
import { changeLocalKey } from "#lib/local-keys/change.ts";
import { revokeLocalKey } from "#lib/local-keys/revoke.ts";
import { ChangeLocalKey, LocalKey } from "#lib/local-keys/schema.ts";

const params = z.object({ key: z.string() });

export const PUT = route(
  { response: LocalKey, permission: "local-keys.write", params, body: ChangeLocalKey },
  ({ ctx, params: { key }, body }) => changeLocalKey(ctx, key, body),
);

export const DELETE = route(
  { response: z.null(), permission: "local-keys.write", params },
  ({ ctx, params: { key } }) => revokeLocalKey(ctx, key),
);
