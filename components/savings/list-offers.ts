import { findCaveats, isSameModel } from "#lib/spend/what-if/caveats.ts";
import { targetKey } from "#lib/spend/what-if/plan.ts";
import { perMonth, reprice } from "#lib/spend/what-if/reprice.ts";
import type { Caveat, WhatIf, WhatIfSource, WhatIfTarget } from "#lib/spend/what-if/schema.ts";

export interface Offer {
  key: string;
  target: WhatIfTarget;
  /** What is off the list price: what was typed, else what was negotiated. */
  off: number;
  monthlyNanos: bigint | null;
  differenceNanos: bigint | null;
  caveats: Caveat[];
  isSame: boolean;
}

const mostShown = 60;

/** Every target whose name has all the words, those that can take the calls first, then by price; its own place is among them. */
export function listOffers(
  { targets, days }: Pick<WhatIf, "targets" | "days">,
  source: WhatIfSource,
  { search, basisPoints, nowMs }: { search: string; basisPoints: number | null; nowMs: number },
): { offers: Offer[]; count: number } {
  const words = search.trim().toLowerCase().split(/\s+/);
  const now = perMonth(source.costNanos, days);
  const found = targets
    .filter(({ model, name, basedOn }) => {
      const text = `${model} ${name} ${basedOn ?? ""}`.toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .map((target): Offer => {
      const off = basisPoints ?? target.discountBasisPoints;
      const cost = reprice(source, target.listPrices, off, nowMs);
      const monthlyNanos = cost === null ? null : perMonth(cost, days);
      return {
        ...{ key: targetKey(target), target, off, monthlyNanos },
        differenceNanos: monthlyNanos === null ? null : monthlyNanos - now,
        caveats: findCaveats(source, target, nowMs),
        isSame: isSameModel(source, target),
      };
    });
  return { offers: found.toSorted(byFitAndPrice).slice(0, mostShown), count: found.length };
}

function byFitAndPrice(a: Offer, b: Offer): number {
  const isBlocked = ({ caveats }: Offer) => (caveats.some(({ isBlocking }) => isBlocking) ? 1 : 0);
  if (isBlocked(a) !== isBlocked(b)) return isBlocked(a) - isBlocked(b);
  if (a.monthlyNanos === null || b.monthlyNanos === null)
    return a.monthlyNanos === b.monthlyNanos ? 0 : a.monthlyNanos === null ? 1 : -1;
  if (a.monthlyNanos !== b.monthlyNanos) return a.monthlyNanos < b.monthlyNanos ? -1 : 1;
  return a.key < b.key ? -1 : 1;
}
