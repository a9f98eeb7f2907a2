import { z } from "zod";
import { route } from "#lib/api/route.ts";
import { Provider, SetModels } from "#lib/providers/schema.ts";
import { setModels } from "#lib/providers/set-models.ts";

const params = z.object({ provider: z.string() });

export const PUT = route(
  { response: Provider, permission: "providers.write", params, body: SetModels },
  ({ ctx, params: { provider }, body }) => setModels(ctx, provider, body),
);
