import { maxNanos, minNanos } from "../../money.ts";

/**
 * The account of one budget in one period, nano-USD. `committed` is spent + reserved + presumed and never exceeds
 * `capNanos + overCommittedNanos`, where the latter grows only when a cap is lowered or a soft budget counts.
 */
export type Period = {
  readonly id: string;
  readonly budgetId: string;
  readonly capNanos: bigint;
  readonly spentNanos: bigint;
  /** Part of spent that came without a lease. */
  readonly countedNanos: bigint;
  readonly reservedNanos: bigint;
  readonly presumedNanos: bigint;
  readonly overCommittedNanos: bigint;
  readonly overshootNanos: bigint;
};

/** A box's share of one period. granted = spent + returned + outstanding; all but `state` only grow. */
export type Lease = {
  readonly id: string;
  readonly boxId: string;
  readonly periodId: string;
  readonly ledgerId: string;
  readonly epoch: number;
  readonly grantedNanos: bigint;
  readonly spentNanos: bigint;
  readonly returnedNanos: bigint;
  /** Part of returned that an admin wrote off. */
  readonly writtenOffNanos: bigint;
  /** Reported beyond what was outstanding. */
  readonly overshootNanos: bigint;
  /** `active`: reserved. `presumed`: what is outstanding counts as spent. `closed`: nothing is outstanding. */
  readonly state: "active" | "presumed" | "closed";
  /** Its ledger is gone: it can report what was spent but give nothing back. */
  readonly isFenced: boolean;
  readonly expiresAtMs: number;
};

/** What one command may see and change: some periods and some of their leases. A value; commands return the next one. */
export type Books = {
  readonly periods: ReadonlyMap<string, Period>;
  readonly leases: ReadonlyMap<string, Lease>;
};

export function booksOf(periods: Iterable<Period>, leases: Iterable<Lease>): Books {
  return {
    periods: new Map([...periods].map((period) => [period.id, period])),
    leases: new Map([...leases].map((lease) => [lease.id, lease])),
  };
}

export function committedNanos(period: Period): bigint {
  return period.spentNanos + period.reservedNanos + period.presumedNanos;
}

export function freeNanos(period: Period): bigint {
  return maxNanos(0n, period.capNanos - committedNanos(period));
}

export function outstandingNanos(lease: Lease): bigint {
  return lease.grantedNanos - lease.spentNanos - lease.returnedNanos;
}

/**
 * What the box is told it was granted. What it reported beyond the lease was paid from elsewhere, and the box has charged
 * it to the lease: without this, its next money would vanish into the hole.
 */
export function coveredNanos(lease: Lease): bigint {
  return lease.grantedNanos + lease.overshootNanos;
}

/** How amounts of a period change; what is left out stays. */
export type Move = {
  spent?: bigint;
  counted?: bigint;
  reserved?: bigint;
  presumed?: bigint;
  overshoot?: bigint;
};

/**
 * Moves money within a period. What a lowered cap left over-committed shrinks with what is committed and never grows
 * here, so a move that would exceed the cap throws: the caller has to have asked first.
 */
export function movePeriod(period: Period, move: Move): Period {
  const next: Period = {
    ...period,
    spentNanos: period.spentNanos + (move.spent ?? 0n),
    countedNanos: period.countedNanos + (move.counted ?? 0n),
    reservedNanos: period.reservedNanos + (move.reserved ?? 0n),
    presumedNanos: period.presumedNanos + (move.presumed ?? 0n),
    overshootNanos: period.overshootNanos + (move.overshoot ?? 0n),
  };
  const beyond = maxNanos(0n, committedNanos(next) - next.capNanos);
  return soundPeriod({ ...next, overCommittedNanos: minNanos(period.overCommittedNanos, beyond) });
}

/** Another cap: what is committed beyond it is shown as over-committed. */
export function withCap(period: Period, capNanos: bigint): Period {
  if (capNanos === period.capNanos) return period;
  const overCommittedNanos = maxNanos(0n, committedNanos(period) - capNanos);
  return soundPeriod({ ...period, capNanos, overCommittedNanos });
}

/** Spending that no lease paid for, because the budget was soft when it happened. May exceed the cap, and says so. */
export function countPeriod(period: Period, nanos: bigint): Period {
  const next = { ...period, spentNanos: period.spentNanos + nanos, countedNanos: period.countedNanos + nanos };
  const beyond = maxNanos(0n, committedNanos(next) - next.capNanos);
  return soundPeriod({ ...next, overCommittedNanos: maxNanos(period.overCommittedNanos, beyond) });
}

export function withPeriod(books: Books, period: Period): Books {
  return { ...books, periods: new Map(books.periods).set(period.id, period) };
}

export function withLease(books: Books, lease: Lease): Books {
  return { ...books, leases: new Map(books.leases).set(lease.id, soundLease(lease)) };
}

/** The period of a lease; every command is given the periods of the leases it may touch. */
export function periodOf(books: Books, lease: Lease): Period {
  const period = books.periods.get(lease.periodId);
  if (!period) throw new Error(`the books lack the period of ${lease.id}`);
  return period;
}

/** **spent + reserved + presumed ≤ cap**, but for what a lowered cap left behind. Stays on in production. */
function soundPeriod(period: Period): Period {
  const { id, spentNanos, countedNanos, reservedNanos, presumedNanos, overCommittedNanos, overshootNanos } = period;
  const parts = [spentNanos, countedNanos, reservedNanos, presumedNanos, overCommittedNanos, overshootNanos];
  if (parts.some((nanos) => nanos < 0n) || countedNanos > spentNanos)
    throw new Error(`the books of ${id} went negative`);
  if (committedNanos(period) > period.capNanos + overCommittedNanos) throw new Error(`${id} would exceed its cap`);
  return period;
}

function soundLease(lease: Lease): Lease {
  const { id, grantedNanos, spentNanos, returnedNanos, writtenOffNanos, overshootNanos } = lease;
  const parts = [grantedNanos, spentNanos, returnedNanos, writtenOffNanos, overshootNanos, outstandingNanos(lease)];
  if (parts.some((nanos) => nanos < 0n)) throw new Error(`the books of ${id} went negative`);
  if (lease.state === "closed" && outstandingNanos(lease) > 0n) throw new Error(`${id} was closed with money out`);
  return lease;
}
