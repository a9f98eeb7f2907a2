import "server-only";
import { actorId, type Ctx } from "../context.ts";
import { newId } from "../id.ts";
import { changePrices } from "../providers/change-prices.ts";
import type { Provider } from "../providers/schema.ts";
import { checkDiscount, notBeforeNow, refuse } from "./plan.ts";
import type { AddDiscount, PriceDiscount } from "./schema.ts";

/** Takes something off the list prices from now or a later day on; boxes get the dates with the prices. */
export function addDiscount(
  ctx: Ctx,
  providerId: string,
  { startsAt, endsAt, ...wanted }: AddDiscount,
): Promise<Provider> {
  const facts = { action: "providers.add_discount", reason: "discount" } as const;
  return changePrices(ctx, providerId, facts, async (row, { models, discounts }, tx) => {
    // What boxes find on local servers is not stored, and can be named all the same.
    if (wanted.model !== null && row.kind !== "local" && !models.some(({ id }) => id === wanted.model)) {
      throw refuse(
        "model",
        `${row.name} does not offer ${wanted.model}; it offers ${models
          .map(({ id }) => id)
          .slice(0, 20)
          .join(", ")}`,
      );
    }
    const now = Date.now();
    const discount: PriceDiscount = {
      ...wanted,
      id: newId("discount"),
      startsAt: startsAt === undefined ? new Date(now).toISOString() : notBeforeNow("startsAt", startsAt, now),
      endsAt: endsAt === null ? null : notBeforeNow("endsAt", endsAt, now),
      createdAt: new Date(now).toISOString(),
    };
    checkDiscount(discount, { models, discounts }, now);
    const { createdAt, ...data } = discount;
    await tx.priceDiscount.create({
      data: { ...data, orgId: ctx.org.id, connectionId: providerId, createdBy: actorId(ctx.actor) },
    });
    return { discounts: [...discounts, discount], after: { discount: discount.id, ...data } };
  });
}
