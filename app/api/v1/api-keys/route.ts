import { route } from "#lib/api/route.ts";
import { createApiKey } from "#lib/api-keys/create.ts";
import { listApiKeys } from "#lib/api-keys/read.ts";
import { ApiKeyList, CreateApiKey, CreatedApiKey } from "#lib/api-keys/schema.ts";

export const GET = route({ response: ApiKeyList, permission: "api-keys.read" }, ({ ctx }) => listApiKeys(ctx));

export const POST = route(
  { response: CreatedApiKey, permission: "api-keys.write", body: CreateApiKey, status: 201 },
  ({ ctx, body }) => createApiKey(ctx, body),
);
