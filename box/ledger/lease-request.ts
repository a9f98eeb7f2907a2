import { maxNanos, minNanos } from "../../lib/money.ts";
import type { LeaseAsk, LeaseRequest } from "../../lib/protocol/lease.ts";
import { type BudgetState, isRefused, keptNanos, wantsStock } from "./budget-state.ts";
import { type Account, returnDown, roomNanos } from "./core.ts";
import { isSpendable, type LeaseRecord } from "./lease-record.ts";
import type { Ledger } from "./ledger.ts";

/** A call that waits for money: the same amount in each of its budgets. */
export type Need = { readonly budgetIds: readonly string[]; readonly nanos: bigint };

type Leases = Pick<Ledger, "leases" | "findSpendable">;

type Situation = {
  budgets: ReadonlyMap<string, BudgetState>;
  needs: readonly Need[];
  monotonicMs: number;
  serverMs: number;
  /** See Parts of LeaseKeeper. */
  idleReturnMs: number;
};

/** What is due, and what the ledger must have on disk before it is told. */
export type ExchangePlan = Pick<LeaseRequest, "returns" | "asks"> & {
  givenBack: { lease: LeaseRecord; account: Account }[];
};

const maxItems = 200;

/** Returns and asks that are due now; null when there is nothing to tell the console. */
export function planExchange(ledger: Leases, now: Situation): ExchangePlan | null {
  const asks = [...now.budgets.values()]
    .map((state) => askFor(ledger, state, now))
    .filter((ask) => ask !== null)
    .slice(0, maxItems);
  const asked = new Set(asks.map(({ budgetId }) => budgetId));
  const due = [...ledger.leases()]
    .filter(({ isAbandoned }) => !isAbandoned)
    .map((lease) => ({ lease, isOver: isOver(lease, now), account: afterReturn(lease, asked, now) }))
    .filter(({ lease, isOver, account }) => account.returned > lease.toldReturned || (isOver && !lease.isToldOver))
    .slice(0, maxItems);
  if (due.length + asks.length === 0) return null;
  return {
    returns: due.map(({ lease, isOver, account }) => ({
      leaseId: lease.id,
      returnedNanos: account.returned,
      overAtNanos: isOver ? account.granted : null,
    })),
    givenBack: due.filter(({ lease, account }) => account.returned > lease.account.returned),
    asks,
  };
}

function lastEpochOf(ledger: Leases, budgetId: string): number {
  const own = [...ledger.leases()].filter((lease) => lease.budgetId === budgetId && !lease.isAbandoned);
  return Math.max(0, ...own.map(({ epoch }) => epoch));
}

/** The lease's account once what the box does not need of it was given back. */
function afterReturn(lease: LeaseRecord, asked: ReadonlySet<string>, now: Situation): Account {
  const state = now.budgets.get(lease.budgetId);
  if (!state || isOver(lease, now)) return returnDown(lease.account, 0n);
  // A lease of a period to come, and one that is just being asked about, say nothing yet.
  if (now.serverMs < lease.startsAtMs || asked.has(lease.budgetId)) return lease.account;
  const waiting = amountsFor(state, now.needs);
  const keep = keptNanos(state, lease, { waiting, nowMs: now.monotonicMs, idleMs: now.idleReturnMs });
  return keep === null ? lease.account : returnDown(lease.account, keep);
}

/** Expired, of a period that is over, replaced, or of a budget that no longer concerns this box. */
function isOver(lease: LeaseRecord, now: Situation): boolean {
  if (!now.budgets.has(lease.budgetId)) return true;
  return now.serverMs >= lease.startsAtMs && !isSpendable(lease, now.serverMs, now.monotonicMs);
}

function amountsFor(state: BudgetState, needs: readonly Need[]): bigint[] {
  return needs.filter((need) => need.budgetIds.includes(state.rule.id)).map((need) => need.nanos);
}

function askFor(ledger: Leases, state: BudgetState, now: Situation): LeaseAsk | null {
  const lease = ledger.findSpendable(state.rule.id);
  const needNanos = neededNow(state, lease, now);
  if (needNanos === 0n && !wantsStock(state, lease, now.monotonicMs, now.idleReturnMs)) return null;
  return {
    budgetId: state.rule.id,
    known: lease ? { leaseId: lease.id, grantedNanos: lease.account.granted } : null,
    lastEpoch: lastEpochOf(ledger, state.rule.id),
    needNanos,
    burnNanosPerSecond: state.burn.nanosPerSecond(now.monotonicMs),
  };
}

/**
 * All waiting calls together, or, where the console has just refused that, the smallest of them: a burst near the cap
 * must not starve the one call that still fits. 0 when nobody waits or even the smallest was refused.
 */
function neededNow(state: BudgetState, lease: LeaseRecord | null, now: Situation): bigint {
  const amounts = amountsFor(state, now.needs);
  if (amounts.length === 0) return 0n;
  const room = lease ? roomNanos(lease.account) : 0n;
  const total = amounts.reduce((sum, nanos) => sum + nanos, 0n);
  const smallest = amounts.reduce(minNanos);
  for (const wanted of [total, smallest]) {
    const lacking = maxNanos(0n, wanted - room);
    if (lacking > 0n && !isRefused(state, lacking, now.monotonicMs)) return lacking;
  }
  return 0n;
}
