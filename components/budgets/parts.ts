import type { Budget } from "#lib/budgets/schema.ts";
import { shareOf } from "#lib/format.ts";
import { maxNanos } from "#lib/money.ts";

export type PartName = "spent" | "leased" | "presumed" | "free";
type WithAccount = Pick<Budget, "account">;

export interface BudgetPart {
  name: PartName;
  nanos: bigint;
  /** Of the bar, which is as long as the cap, or as what is committed when that is more. */
  share: number;
}

export function committedOf({ account }: WithAccount): bigint {
  return account.spentNanos + account.reservedNanos + account.presumedNanos;
}

/** The four parts that make up the cap in force, in the order in which money moves. */
export function budgetParts(budget: WithAccount): BudgetPart[] {
  const { spentNanos, reservedNanos, presumedNanos, freeNanos, capNanos } = budget.account;
  const whole = maxNanos(capNanos, committedOf(budget));
  const parts: [PartName, bigint][] = [
    ["spent", spentNanos],
    ["leased", reservedNanos],
    ["presumed", presumedNanos],
    ["free", freeNanos],
  ];
  return parts.map(([name, nanos]) => ({ name, nanos, share: shareOf(nanos, whole) }));
}

/** Where on the bar the cap is: 1, or before the end when more than the cap is committed. */
export function capShare(budget: WithAccount): number {
  return shareOf(budget.account.capNanos, maxNanos(budget.account.capNanos, committedOf(budget)));
}

/** How much of the cap in force is gone: spent, or presumed to be. Above 1 when the cap was lowered below it. */
export function usedShare({ account }: WithAccount): number {
  return shareOf(account.spentNanos + account.presumedNanos, account.capNanos);
}

/** A budget that deserves a look. */
export const warnShare = 0.8;
