import type { UsageEvent } from "../../lib/protocol/usage.ts";
import type { LeaseRecord } from "./lease-record.ts";

/** A lease without what only a live process knows. */
export type StoredLease = Omit<LeaseRecord, "expiresAtMonotonicMs" | "idleSinceMonotonicMs">;

/** An event as it was written: the console parses it, this box need not do so again. */
export type OutboxRow = { readonly id: bigint; readonly payload: string };

/** Which ledger this is, and how many requests for leases it has made; see LeaseRequest. */
export type LedgerMark = { readonly ledgerId: string; readonly exchangeNo: number };

/**
 * The ledger's disk. A durable write is on the platter when it returns; a quick one survives a killed process but not a
 * power cut, until the next `sync` or durable write. All are synchronous, so no two ever overlap.
 */
export interface LedgerStore {
  listLeases: () => StoredLease[];
  /** Grants, slices, returns and the ledger's mark, before anybody relies on them; all in one transaction. */
  saveDurably: (
    leases: readonly StoredLease[],
    more?: { events?: readonly UsageEvent[] | undefined; mark?: LedgerMark | undefined },
  ) => void;
  /** Safe against a killed process when it returns, against a power cut after the next `sync`. */
  saveQuickly: (leases: Iterable<StoredLease>, events: readonly UsageEvent[]) => void;
  /** Makes every quick write so far durable, without holding up calls. Those who come meanwhile share the next one. */
  sync: () => Promise<void>;
  /** As old as the disk; null when nothing was ever written there. */
  readMark: () => LedgerMark | null;
  /** Leases that ended long ago and owe nobody anything. */
  forgetLeases: (ids: readonly string[]) => void;
  /** Events the console has not confirmed. */
  readonly backlog: number;
  /** The oldest events the console has not confirmed. */
  listOutbox: (limit: number) => OutboxRow[];
  /**
   * The console has the events from `first` to `last`. A crash before the delete is harmless: repeats are counted there
   * and change nothing.
   */
  removeFromOutbox: (first: bigint, last: bigint) => void;
  /** The console will never take this one; it stays here for a person to look at. */
  moveToRejected: (id: bigint, reason: string, atMs: number) => void;
  close: () => void;
}
