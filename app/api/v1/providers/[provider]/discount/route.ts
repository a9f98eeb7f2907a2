import { z } from "zod";
import { route } from "#lib/api/route.ts";
import { Provider, SetDiscount } from "#lib/providers/schema.ts";
import { setDiscount } from "#lib/providers/set-discount.ts";

const params = z.object({ provider: z.string() });

export const PUT = route(
  { response: Provider, permission: "providers.write", params, body: SetDiscount },
  ({ ctx, params: { provider }, body }) => setDiscount(ctx, provider, body),
);
