import { z } from "zod";
import { route } from "#lib/api/route.ts";
import { Provider, SetModelPrice } from "#lib/providers/schema.ts";
import { setModelPrice } from "#lib/providers/set-price.ts";

const params = z.object({ provider: z.string() });

export const PUT = route(
  { response: Provider, permission: "providers.write", params, body: SetModelPrice },
  ({ ctx, params: { provider }, body }) => setModelPrice(ctx, provider, body),
);
