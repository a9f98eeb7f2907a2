import type { Order } from "./rated.ts";

/**
 * Random without replacement, by weight: every target draws u^(1/w) with u uniform in (0, 1], the highest first
 * (Efraimidis and Spirakis, "Weighted random sampling with a reservoir", 2006). So a target is first in w / Σw of the
 * calls, and where it fails the rest share its calls by their weights. The value is ln(u) / w: same order, no underflow.
 */
export const orderByWeight: Order = (rated, random) =>
  rated
    .map((item) => ({ ...item, value: Math.log(1 - random()) / item.candidate.target.weight, note: null }))
    .toSorted((a, b) => b.value - a.value);
