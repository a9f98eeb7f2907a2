import "server-only";
import type { Ctx } from "../context.ts";
import { notFound } from "../errors.ts";
import { changePrices } from "../providers/change-prices.ts";
import type { Provider } from "../providers/schema.ts";
import { checkChange, checkDiscount, notBeforeNow } from "./plan.ts";
import type { ChangeDiscount } from "./schema.ts";

/** Changes what has not begun; ends what is in force, at once or later. What is over keeps its figures. */
export function changeDiscount(
  ctx: Ctx,
  providerId: string,
  discountId: string,
  change: ChangeDiscount,
): Promise<Provider> {
  const facts = { action: "providers.change_discount", reason: "discount" } as const;
  return changePrices(ctx, providerId, facts, async (_row, { models, discounts }, tx) => {
    const known = discounts.find(({ id }) => id === discountId);
    if (!known) throw notFound("discount of this provider");
    const now = Date.now();
    checkChange(known, change, now);
    const { basisPoints = known.basisPoints, note = known.note, startsAt, endsAt } = change;
    const next = {
      ...known,
      basisPoints,
      note,
      startsAt: startsAt === undefined ? known.startsAt : notBeforeNow("startsAt", startsAt, now),
      endsAt: endsAt === undefined ? known.endsAt : endsAt && notBeforeNow("endsAt", endsAt, now),
    };
    if (startsAt !== undefined || endsAt !== undefined) checkDiscount(next, { models, discounts }, now);
    const data = { basisPoints, note, startsAt: next.startsAt, endsAt: next.endsAt };
    await tx.priceDiscount.updateMany({ where: { orgId: ctx.org.id, connectionId: providerId, id: discountId }, data });
    const { basisPoints: wasBasisPoints, note: wasNote, startsAt: wasStart, endsAt: wasEnd } = known;
    return {
      discounts: discounts.map((one) => (one === known ? next : one)),
      before: { discount: discountId, basisPoints: wasBasisPoints, note: wasNote, startsAt: wasStart, endsAt: wasEnd },
      after: { discount: discountId, ...data },
    };
  });
}
