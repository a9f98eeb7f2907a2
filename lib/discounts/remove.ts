import "server-only";
import type { Ctx } from "../context.ts";
import { AppError, notFound } from "../errors.ts";
import { changePrices } from "../providers/change-prices.ts";
import type { Provider } from "../providers/schema.ts";
import { discountState } from "./schema.ts";

/** Only of one that has not begun: the others are part of what calls cost, and can be ended. */
export function removeDiscount(ctx: Ctx, providerId: string, discountId: string): Promise<Provider> {
  const facts = { action: "providers.remove_discount", reason: "discount" } as const;
  return changePrices(ctx, providerId, facts, async (_row, { discounts }, tx) => {
    const known = discounts.find(({ id }) => id === discountId);
    if (!known) throw notFound("discount of this provider");
    if (discountState(known, Date.now()) !== "planned") {
      throw new AppError("discount_begun", "This discount has begun, and calls were priced with it; end it instead.");
    }
    await tx.priceDiscount.deleteMany({ where: { orgId: ctx.org.id, connectionId: providerId, id: discountId } });
    const { id, createdAt, ...facts } = known;
    return { discounts: discounts.filter((one) => one !== known), before: { discount: id, ...facts } };
  });
}
