import { maxNanos, minNanos } from "../../lib/money.ts";
import type { LeaseAsk, LeaseRequest } from "../../lib/protocol/lease.ts";
import { type BudgetState, isRefused, wantsStock } from "./budget-state.ts";
import { freeNanos } from "./core.ts";
import { isSpendable, type LeaseRecord } from "./lease-record.ts";
import type { Ledger } from "./ledger.ts";

/** A call that waits for money: the same amount in each of its budgets. */
export type Need = { readonly budgetIds: readonly string[]; readonly nanos: bigint };

type Moment = { monotonicMs: number; serverMs: number };

const maxItems = 200;

/** Returns and asks that are due now; null when there is nothing to tell the console. */
export function composeLeaseRequest(
  ledger: Ledger,
  budgets: ReadonlyMap<string, BudgetState>,
  needs: readonly Need[],
  now: Moment,
): LeaseRequest | null {
  const returns = [...ledger.leases()]
    .filter((lease) => isPast(lease, budgets, now) && ledger.giveBack(lease))
    .filter((lease) => lease.account.returned > lease.toldReturned)
    .map((lease) => ({ leaseId: lease.id, returnedNanos: lease.account.returned }))
    .slice(0, maxItems);
  const asks = [...budgets.values()]
    .map((state) => askFor(state, ledger.findSpendable(state.rule.id), needs, now.monotonicMs))
    .filter((ask) => ask !== null)
    .slice(0, maxItems);
  return returns.length + asks.length === 0 ? null : { ledgerId: ledger.ledgerId, returns, asks };
}

/** Expired, of another period, replaced, or of a budget that no longer concerns this box. */
function isPast(lease: LeaseRecord, budgets: ReadonlyMap<string, BudgetState>, now: Moment): boolean {
  const isFuture = now.serverMs < lease.startsAtMs;
  if (isFuture && budgets.has(lease.budgetId)) return false;
  return !budgets.has(lease.budgetId) || !isSpendable(lease, now.serverMs, now.monotonicMs);
}

function askFor(state: BudgetState, lease: LeaseRecord | null, needs: readonly Need[], nowMs: number): LeaseAsk | null {
  const needNanos = neededNow(state, lease, needs, nowMs);
  if (needNanos === 0n && !wantsStock(state, lease, nowMs)) return null;
  return {
    budgetId: state.rule.id,
    known: lease ? { leaseId: lease.id, grantedNanos: lease.account.granted } : null,
    needNanos,
    burnNanosPerSecond: state.burn.nanosPerSecond(nowMs),
  };
}

/**
 * All waiting calls together, or, where the console has just refused that, the smallest of them: a burst near the cap
 * must not starve the one call that still fits. 0 when nobody waits or even the smallest was refused.
 */
function neededNow(state: BudgetState, lease: LeaseRecord | null, needs: readonly Need[], nowMs: number): bigint {
  const amounts = needs.filter((need) => need.budgetIds.includes(state.rule.id)).map((need) => need.nanos);
  if (amounts.length === 0) return 0n;
  const free = lease ? freeNanos(lease.account) : 0n;
  const total = amounts.reduce((sum, nanos) => sum + nanos, 0n);
  const smallest = amounts.reduce(minNanos);
  for (const wanted of [total, smallest]) {
    const lacking = maxNanos(0n, wanted - free);
    if (lacking > 0n && !isRefused(state, lacking, nowMs)) return lacking;
  }
  return 0n;
}
