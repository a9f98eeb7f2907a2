import type { Budget } from "#lib/budgets/schema.ts";
import { shareOf } from "#lib/format.ts";
import { maxNanos } from "#lib/money.ts";

export type PartName = "spent" | "leased" | "presumed" | "free";

export interface BudgetPart {
  name: PartName;
  nanos: bigint;
  /** Of the bar, which is as long as the cap, or as what is committed when that is more. */
  share: number;
}

export function committedOf({ account }: Pick<Budget, "account">): bigint {
  return account.spentNanos + account.reservedNanos + account.presumedNanos;
}

/** The four parts that make up the cap, in the order in which money moves. */
export function budgetParts(budget: Pick<Budget, "account" | "capNanos">): BudgetPart[] {
  const { spentNanos, reservedNanos, presumedNanos, freeNanos } = budget.account;
  const whole = maxNanos(budget.capNanos, committedOf(budget));
  const parts: [PartName, bigint][] = [
    ["spent", spentNanos],
    ["leased", reservedNanos],
    ["presumed", presumedNanos],
    ["free", freeNanos],
  ];
  return parts.map(([name, nanos]) => ({ name, nanos, share: shareOf(nanos, whole) }));
}

/** How much of the cap is gone: spent, or presumed to be. Above 1 when the cap was lowered below it. */
export function usedShare(budget: Pick<Budget, "account" | "capNanos">): number {
  return shareOf(budget.account.spentNanos + budget.account.presumedNanos, budget.capNanos);
}

/** A budget that deserves a look. */
export const warnShare = 0.8;
