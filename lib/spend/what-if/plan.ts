import { findCaveats } from "./caveats.ts";
import { perMonth, reprice } from "./reprice.ts";
import type { Caveat, WhatIf, WhatIfSource, WhatIfTarget } from "./schema.ts";

/** What a person chose for a source: a target of the list by its key, and what is off its list price. */
export type Choice = { target: string; basisPoints: number };
/** By sourceKey. */
export type Choices = ReadonlyMap<string, Choice>;

export function sourceKey({ connectionId, model }: { connectionId: string; model: string }): string {
  return `${connectionId}/${model}`;
}

/** A model of the book has no connection and is told by the kind of its provider. */
export function targetKey({
  connectionId,
  kind,
  model,
}: Pick<WhatIfTarget, "connectionId" | "kind" | "model">): string {
  return `${connectionId ?? kind}/${model}`;
}

/** Amounts in nano-USD per month; null: the target's price is not known. `differenceNanos` below zero saves. */
export type PlanRow = {
  source: WhatIfSource;
  target: WhatIfTarget | null;
  basisPoints: number;
  nowNanos: bigint;
  thenNanos: bigint | null;
  differenceNanos: bigint | null;
  caveats: Caveat[];
};

export type Plan = { rows: PlanRow[]; nowNanos: bigint; thenNanos: bigint; differenceNanos: bigint };

/**
 * The usage of a period as it would cost with every choice taken, as amounts of a month. Sources without a choice, and those
 * whose target has no price, stay at what they cost; the totals are the sums of the rows.
 */
export function planOf({ sources, targets, days }: WhatIf, choices: Choices, nowMs: number): Plan {
  const byKey = new Map(targets.map((target) => [targetKey(target), target]));
  const rows = sources.map((source): PlanRow => {
    const choice = choices.get(sourceKey(source));
    const target = (choice && byKey.get(choice.target)) ?? null;
    const nowNanos = perMonth(source.costNanos, days);
    if (!choice || !target) {
      return {
        ...{ source, target: null, basisPoints: 0, nowNanos },
        thenNanos: nowNanos,
        differenceNanos: 0n,
        caveats: [],
      };
    }
    const cost = reprice(source, target.listPrices, choice.basisPoints, nowMs);
    const thenNanos = cost === null ? null : perMonth(cost, days);
    return {
      ...{ source, target, basisPoints: choice.basisPoints, nowNanos, thenNanos },
      differenceNanos: thenNanos === null ? null : thenNanos - nowNanos,
      caveats: findCaveats(source, target, nowMs),
    };
  });
  const differenceNanos = rows.reduce((sum, row) => sum + (row.differenceNanos ?? 0n), 0n);
  const nowNanos = rows.reduce((sum, row) => sum + row.nowNanos, 0n);
  return { rows, nowNanos, thenNanos: nowNanos + differenceNanos, differenceNanos };
}
