import type { Order } from "./rated.ts";

/** What this very request would cost, in nano-USD, the cheapest first; unknown prices last, equals in the order given. */
export const orderByCost: Order = (rated) =>
  rated
    .toSorted(({ estimatedNanos: a }, { estimatedNanos: b }) => {
      if (a === null || b === null) return Number(a === null) - Number(b === null);
      return a < b ? -1 : a > b ? 1 : 0;
    })
    .map((item) => ({
      ...item,
      value: item.estimatedNanos === null ? null : Number(item.estimatedNanos),
      note: item.estimatedNanos === null ? "price_unknown" : null,
    }));
