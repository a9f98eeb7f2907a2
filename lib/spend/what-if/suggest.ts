import { findCaveats, isSameModel } from "./caveats.ts";
import { perMonth, reprice } from "./reprice.ts";
import type { Suggestion, WhatIfSource, WhatIfTarget } from "./schema.ts";

/** Differences below a dollar a month are noise. */
export const leastSavingNanos = 1_000_000_000n;
/** The dearest sources: what the others could save does not move a bill. */
const mostSources = 30;
const mostSuggestions = 50;

/**
 * For each of the dearest sources the cheapest target that can take its calls, three times: where the model stays the same,
 * another of the connected providers, another that has to be connected first. Largest saving a month first. Never one whose
 * context, length or abilities do not suffice or whose price nobody knows; nor local ones, whose price of zero leaves out
 * the machine.
 */
export function suggest(
  sources: readonly WhatIfSource[],
  targets: readonly WhatIfTarget[],
  { days, nowMs }: { days: number; nowMs: number },
): Suggestion[] {
  const able = targets.filter(({ channel, listPrices }) => channel !== "local" && listPrices.length > 0);
  return sources
    .slice(0, mostSources)
    .flatMap((source) => {
      const offers = able
        .filter((target) => target.connectionId !== source.connectionId || target.model !== source.model)
        .map((target) => offer(source, target, { days, nowMs }))
        .filter((found) => found !== null);
      return (["same", "connected", "listed"] as const).flatMap((sort) => {
        const [best] = offers
          .filter((one) => one.sort === sort)
          .toSorted((a, b) => compare(b.suggestion, a.suggestion));
        return best ? [best.suggestion] : [];
      });
    })
    .toSorted((a, b) => compare(b, a))
    .slice(0, mostSuggestions);
}

function offer(
  source: WhatIfSource,
  target: WhatIfTarget,
  { days, nowMs }: { days: number; nowMs: number },
): { suggestion: Suggestion; sort: "same" | "connected" | "listed" } | null {
  const cost = reprice(source, target.listPrices, target.discountBasisPoints, nowMs);
  if (cost === null) return null;
  const monthlyNanos = perMonth(cost, days);
  const savingNanos = perMonth(source.costNanos, days) - monthlyNanos;
  if (savingNanos < leastSavingNanos) return null;
  const caveats = findCaveats(source, target, nowMs);
  if (caveats.some(({ isBlocking }) => isBlocking)) return null;
  const { connectionId, kind, model } = target;
  const { connectionId: fromConnection, model: fromModel } = source;
  return {
    suggestion: {
      source: { connectionId: fromConnection, model: fromModel },
      target: { connectionId, kind, model },
      ...{ monthlyNanos, savingNanos, caveats },
    },
    sort: isSameModel(source, target) ? "same" : connectionId === null ? "listed" : "connected",
  };
}

/** Larger savings, then names, so that the order is always the same. */
function compare(a: Suggestion, b: Suggestion): number {
  if (a.savingNanos !== b.savingNanos) return a.savingNanos < b.savingNanos ? -1 : 1;
  const key = ({ source, target }: Suggestion) => JSON.stringify([source, target]);
  return key(a) < key(b) ? 1 : -1;
}
