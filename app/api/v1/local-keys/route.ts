import { route } from "#lib/api/route.ts";
import { createLocalKey } from "#lib/local-keys/create.ts";
import { listLocalKeys } from "#lib/local-keys/read.ts";
import { CreateLocalKey } from "#lib/local-keys/schema.ts";

export const GET = route({ permission: "local-keys.read" }, ({ ctx }) => listLocalKeys(ctx));

export const POST = route({ permission: "local-keys.write", body: CreateLocalKey, status: 201 }, ({ ctx, body }) =>
  createLocalKey(ctx, body),
);
