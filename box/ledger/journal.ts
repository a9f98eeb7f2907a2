import type { UsageEvent } from "../../lib/protocol/usage.ts";
import type { Timers } from "../timers.ts";
import type { LeaseRecord } from "./lease-record.ts";
import type { LedgerStore } from "./ledger-store.ts";

const syncDelayMs = 50;

/** Settled calls on their way to the disk: those that end together share one commit. */
export class Journal {
  readonly #store: LedgerStore;
  readonly #timers: Timers;
  readonly #onWritten: () => void;
  /** Settled and not yet on disk, with the leases it changed. */
  #unwritten: UsageEvent[] = [];
  readonly #touched = new Set<LeaseRecord>();
  #flushing: Promise<void> | null = null;
  #syncTimer: number | null = null;

  /** `onWritten`: events are on disk, so there is something to upload. */
  constructor(store: LedgerStore, timers: Timers, onWritten: () => void) {
    this.#store = store;
    this.#timers = timers;
    this.#onWritten = onWritten;
  }

  /** On disk when `flushed` resolves. */
  add(event: UsageEvent, leases: readonly LeaseRecord[]): void {
    this.#unwritten.push(event);
    for (const lease of leases) this.#touched.add(lease);
    if (this.#flushing) return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#timers.setImmediate(() => {
      this.#flushing = null;
      try {
        this.flush();
        resolve();
      } catch (error) {
        reject(error);
      }
    });
    this.#flushing = promise;
    // Whoever waits is told; a disk that cannot be written shows at the next hold too.
    promise.catch(() => undefined);
  }

  /** Everything added so far is on disk. Rejects when the disk cannot be written; the next flush tries again. */
  async flushed(): Promise<void> {
    while (this.#flushing) await this.#flushing;
    if (this.#unwritten.length > 0) this.flush();
  }

  /** Writes what was added. Before any other write, so that no lease is ever ahead of its events. Throws. */
  flush(): void {
    if (this.#unwritten.length === 0) return;
    this.#store.saveQuickly(this.#touched, this.#unwritten);
    this.#unwritten = [];
    this.#touched.clear();
    this.syncSoon();
    this.#onWritten();
  }

  /** A disk that cannot be written shows at the next durable commit; here it only delays the safety of settled calls. */
  syncSoon(): void {
    this.#syncTimer ??= this.#timers.setTimeout(() => {
      this.#syncTimer = null;
      this.#store.sync().catch(() => undefined);
    }, syncDelayMs);
  }

  close(): void {
    if (this.#syncTimer !== null) this.#timers.clearTimeout(this.#syncTimer);
  }
}
