import { z } from "zod";
import { route } from "#lib/api/route.ts";
import { changeDiscount } from "#lib/discounts/change.ts";
import { removeDiscount } from "#lib/discounts/remove.ts";
import { ChangeDiscount } from "#lib/discounts/schema.ts";
import { Provider } from "#lib/providers/schema.ts";

const params = z.object({ provider: z.string(), discount: z.string() });

export const PATCH = route(
  { response: Provider, permission: "providers.write", params, body: ChangeDiscount },
  ({ ctx, params: { provider, discount }, body }) => changeDiscount(ctx, provider, discount, body),
);

export const DELETE = route(
  { response: Provider, permission: "providers.write", params },
  ({ ctx, params: { provider, discount } }) => removeDiscount(ctx, provider, discount),
);
