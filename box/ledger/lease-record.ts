import type { Account } from "./core.ts";

/** A lease as the box keeps it. */
export type LeaseRecord = {
  readonly id: string;
  readonly budgetId: string;
  /** See Lease; 0: taken before boxes knew of epochs. */
  epoch: number;
  /** The period it is charged to, by console time. */
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  account: Account;
  /** By console time; what survives a restart. */
  expiresAtMs: number;
  /** By this process's monotonic clock; what counts while it lives. */
  expiresAtMonotonicMs: number;
  /** The `returned` that the console has confirmed. */
  toldReturned: bigint;
  /** The console knows that it is over: nothing more is granted to it. */
  isToldOver: boolean;
  /** A newer lease took its place; its rest goes back. */
  isSuperseded: boolean;
  /** Of an older image of this ledger: never spent, never returned, never asked with. The console presumes it spent. */
  isAbandoned: boolean;
  /** When the last hold ended, by the monotonic clock. */
  idleSinceMonotonicMs: number;
};

/** Whether new calls may take from it now. */
export function isSpendable(lease: LeaseRecord, serverNowMs: number, monotonicNowMs: number): boolean {
  return (
    !lease.isSuperseded &&
    !lease.isToldOver &&
    !lease.isAbandoned &&
    lease.startsAtMs <= serverNowMs &&
    serverNowMs < lease.endsAtMs &&
    monotonicNowMs < lease.expiresAtMonotonicMs
  );
}
