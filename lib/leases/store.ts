import type { Books } from "./core/books.ts";
import type { LedgerMark } from "./core/exchange.ts";
import type { BudgetNow } from "./core/grant.ts";

/** A soft budget's spending at a moment. */
export type Counted = { budgetId: string; atMs: number; nanos: bigint };

/**
 * What the commands of the ledger need of one database transaction: Postgres (lib/leases/postgres-store.ts), or the
 * simulator's memory. Whatever it hands out stays locked until the transaction ends; periods are locked in the order of
 * their budget ids, the same for everybody, so that no two transactions wait for each other.
 */
export type LeaseStore = {
  /** Locks the box against other exchanges of its own and against being decommissioned; throws when it was. */
  lockBox(boxId: string): Promise<{ mark: LedgerMark; nowMs: number }>;
  /**
   * The running periods of the asked budgets (made when missing, with the cap in force), the periods of the leases that
   * are returned from and of this box's live leases under the asked budgets, and this box's leases in all of them; with
   * `isNewLedger` also all its leases that are not closed.
   */
  openExchange(
    boxId: string,
    wanted: { budgetIds: readonly string[]; leaseIds: readonly string[]; isNewLedger: boolean },
  ): Promise<{ books: Books; budgets: ReadonlyMap<string, BudgetNow> }>;
  /**
   * Leases by id and their periods, and the periods in which soft budgets count (by position, made when missing). Leases
   * that are not the organization's are left out; in place of a budget's that is not, there is null.
   */
  openSettlement(
    leaseIds: readonly string[],
    counted: readonly Counted[],
  ): Promise<{ books: Books; countedPeriods: readonly (string | null)[] }>;
  /** Writes what differs, on the condition that every period stays within its cap; throws when one would not. */
  write(before: Books, after: Books): Promise<void>;
  saveMark(boxId: string, mark: LedgerMark): Promise<void>;
};
