import { explore } from "./explore.ts";
import { type Order, sortByValue } from "./rated.ts";

/**
 * Expected time to a first token in milliseconds, failures included: mean / (1 − error rate), the least first. Targets
 * that were never measured come last, in the order given, and are measured by exploring (explore.ts).
 */
export const orderBySpeed: Order = (rated, random) => {
  const placed = rated.map((item) => ({
    ...item,
    value: item.expectedTtftMs,
    note: item.expectedTtftMs === null ? ("unmeasured" as const) : null,
  }));
  return explore(sortByValue(placed), random);
};
