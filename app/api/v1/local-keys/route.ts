import { route } from "#lib/api/route.ts";
import { createLocalKey } from "#lib/local-keys/create.ts";
import { listLocalKeys } from "#lib/local-keys/read.ts";
import { CreatedLocalKey, CreateLocalKey, LocalKeyList } from "#lib/local-keys/schema.ts";

export const GET = route({ response: LocalKeyList, permission: "local-keys.read" }, ({ ctx }) => listLocalKeys(ctx));

export const POST = route(
  { response: CreatedLocalKey, permission: "local-keys.write", body: CreateLocalKey, status: 201 },
  ({ ctx, body }) => createLocalKey(ctx, body),
);
