import "server-only";
import type { z } from "zod";
import type { Ctx } from "../context.ts";
import { changePrices } from "./change-prices.ts";
import type { Provider, SetDiscount } from "./schema.ts";

/** What the organization negotiated with a provider, off all of its list prices. */
export async function setDiscount(
  ctx: Ctx,
  providerId: string,
  { basisPoints }: z.output<typeof SetDiscount>,
): Promise<Provider> {
  return changePrices(ctx, providerId, { action: "providers.set_discount", reason: "discount" }, (row, models) => ({
    models,
    discountBasisPoints: basisPoints,
    before: { basisPoints: row.discountBasisPoints },
    after: { basisPoints },
  }));
}
