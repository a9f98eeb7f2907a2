import { maxNanos, minNanos } from "../../money.ts";
import type { LeaseAnswer, LeaseAsk } from "../../protocol/lease.ts";
import {
  type Books,
  coveredNanos,
  freeNanos,
  type Lease,
  movePeriod,
  outstandingNanos,
  type Period,
  withCap,
  withLease,
  withPeriod,
} from "./books.ts";

/** How long a box may spend without hearing from the console, milliseconds. */
export const leaseTtlMs = 24 * 3_600_000;
/** A grant aims at this many seconds of the box's present speed. */
const horizonSeconds = 600n;
/** With less than a twentieth of the cap free, boxes are asked to hold no more than they are about to spend. */
const scarceShare = 20n;

/** A budget as it stands now. */
export type BudgetNow = {
  readonly budgetId: string;
  /** Of its running period. */
  readonly periodId: string;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  /** In force now: a raise may have begun or ended since the period was last written. */
  readonly capNanos: bigint;
  readonly isPaused: boolean;
  /** Does not reset by itself. */
  readonly isTotal: boolean;
  /** Boxes with a live lease of the period, this one not counted. */
  readonly otherHolders: number;
  /** The newest epoch of this box under this budget; 0 before its first lease. */
  readonly lastEpoch: number;
};

export type Granting = { boxId: string; ledgerId: string; nowMs: number; newLeaseId: () => string };

/**
 * Answers one ask. A grant is the shortfall of the next call, or working stock if that is more; a shortfall that does not
 * fit is not granted in part, for a call is never admitted in part either.
 *
 * Stock: max(cap / 100, speed × 600 s), but at most a quarter of what is free, and without a known speed at most half of
 * what is free divided by the holders: so that one box never drains a budget others need, and ten thousand idle ones
 * neither. While money is scarce there is none.
 */
export function grant(
  books: Books,
  budget: BudgetNow,
  ask: LeaseAsk,
  granting: Granting,
): { books: Books; answer: LeaseAnswer } {
  const stored = books.periods.get(budget.periodId);
  if (!stored) throw new Error(`the books lack ${budget.periodId}`);
  const period = withCap(stored, budget.capNanos);
  const live = findLive(books, granting.boxId, period.id);
  const known = live ? knownNanos(ask, live) : 0n;
  const granted = live ? coveredNanos(live) : 0n;
  // What the box lacks beyond what it was already granted, of which it may not know yet.
  const shortfall = maxNanos(0n, known + ask.needNanos - granted);
  const isNews = granted > known;
  const free = freeNanos(period);
  const isCovered = shortfall <= free;
  const more = isCovered && !(shortfall === 0n && isNews) ? maxNanos(shortfall, stockNanos(period, budget, ask)) : 0n;
  const debited = movePeriod(period, { reserved: more });
  const lease = nextLease(live, { more, budget, granting });
  const withOthers = period.reservedNanos - (live ? outstandingNanos(live) : 0n);
  const next = lease === null ? withPeriod(books, debited) : withLease(withPeriod(books, debited), lease);
  return {
    books: next,
    answer: {
      budgetId: budget.budgetId,
      result: isCovered ? "enough" : "exhausted",
      isScarce: !isCovered || isScarce(debited),
      isRecalled: !isCovered && withOthers >= shortfall - free,
      capNanos: period.capNanos,
      resetsAtMs: budget.isTotal ? null : budget.endsAtMs,
      lease: lease === null ? null : leaseOf(lease, budget, granting.nowMs),
    },
  };
}

function stockNanos(period: Period, { otherHolders }: BudgetNow, { burnNanosPerSecond }: LeaseAsk): bigint {
  if (isScarce(period)) return 0n;
  const free = freeNanos(period);
  const idle = minNanos(period.capNanos / 100n, free / (2n * BigInt(otherHolders + 1)));
  return minNanos(free / 4n, maxNanos(idle, burnNanosPerSecond * horizonSeconds));
}

function isScarce(period: Period): boolean {
  return freeNanos(period) < period.capNanos / scarceShare;
}

/** The live lease, raised and given more time, or a new one; null when there is nothing to have. */
function nextLease(
  live: Lease | null,
  { more, budget, granting }: { more: bigint; budget: BudgetNow; granting: Granting },
): Lease | null {
  const expiresAtMs = Math.min(granting.nowMs + leaseTtlMs, budget.endsAtMs);
  if (live) return { ...live, grantedNanos: live.grantedNanos + more, expiresAtMs };
  if (more === 0n) return null;
  return {
    id: granting.newLeaseId(),
    boxId: granting.boxId,
    periodId: budget.periodId,
    ledgerId: granting.ledgerId,
    epoch: budget.lastEpoch + 1,
    grantedNanos: more,
    spentNanos: 0n,
    returnedNanos: 0n,
    writtenOffNanos: 0n,
    overshootNanos: 0n,
    state: "active",
    isFenced: false,
    expiresAtMs,
  };
}

function leaseOf(lease: Lease, { budgetId, startsAtMs, endsAtMs }: BudgetNow, nowMs: number): LeaseAnswer["lease"] {
  const expiresInSeconds = Math.max(0, Math.floor((lease.expiresAtMs - nowMs) / 1000));
  return {
    id: lease.id,
    budgetId,
    epoch: lease.epoch,
    startsAtMs,
    endsAtMs,
    grantedNanos: coveredNanos(lease),
    expiresInSeconds,
  };
}

/** How much of the live lease the box knows. What it knows of one that has ended says nothing about this one. */
export function knownNanos({ known }: LeaseAsk, live: Lease): bigint {
  return known?.leaseId === live.id ? known.grantedNanos : 0n;
}

export function findLive(books: Books, boxId: string, periodId: string): Lease | null {
  for (const lease of books.leases.values()) {
    if (lease.boxId === boxId && lease.periodId === periodId && lease.state === "active") return lease;
  }
  return null;
}
