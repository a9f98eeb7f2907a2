import { z } from "zod";
import { route } from "#lib/api/route.ts";
import { replaceProviderKey } from "#lib/providers/replace-key.ts";
import { Provider, ReplaceProviderKey } from "#lib/providers/schema.ts";

const params = z.object({ provider: z.string() });

export const PUT = route(
  { response: Provider, permission: "providers.write", params, body: ReplaceProviderKey },
  ({ ctx, params: { provider }, body }) => replaceProviderKey(ctx, provider, body.apiKey),
);
