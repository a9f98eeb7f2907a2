import type { BudgetLease } from "#lib/budgets/schema.ts";

/** What the box may still spend of it, or is presumed to have spent. */
export function leftOf(lease: Pick<BudgetLease, "state" | "grantedNanos" | "spentNanos" | "returnedNanos">): bigint {
  return lease.state === "closed" ? 0n : lease.grantedNanos - lease.spentNanos - lease.returnedNanos;
}
