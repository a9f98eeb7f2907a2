import { z } from "zod";
import { route } from "#lib/api/route.ts";
import { addDiscount } from "#lib/discounts/add.ts";
import { AddDiscount } from "#lib/discounts/schema.ts";
import { Provider } from "#lib/providers/schema.ts";

const params = z.object({ provider: z.string() });

export const POST = route(
  { response: Provider, permission: "providers.write", params, body: AddDiscount },
  ({ ctx, params: { provider }, body }) => addDiscount(ctx, provider, body),
);
