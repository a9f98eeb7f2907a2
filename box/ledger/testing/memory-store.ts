import type { UsageEvent } from "../../../lib/protocol/usage.ts";
import { eventJson } from "../event-json.ts";
import type { LedgerMark, LedgerStore, OutboxRow, StoredLease } from "../ledger-store.ts";

/** A ledger's disk that never fails and costs nothing; `copy` is what a backup would bring back. */
export class MemoryStore implements LedgerStore {
  #leases = new Map<string, StoredLease>();
  #events: OutboxRow[] = [];
  #mark: LedgerMark | null = null;
  #nextId = 1n;

  listLeases(): StoredLease[] {
    return [...this.#leases.values()].map((lease) => ({ ...lease, account: { ...lease.account, held: 0n } }));
  }

  saveDurably(
    leases: readonly StoredLease[],
    { events = [], mark }: { events?: readonly UsageEvent[] | undefined; mark?: LedgerMark | undefined } = {},
  ): void {
    this.saveQuickly(leases, events);
    if (mark) this.#mark = mark;
  }

  saveQuickly(leases: Iterable<StoredLease>, events: readonly UsageEvent[]): void {
    for (const lease of leases) this.#leases.set(lease.id, { ...lease });
    for (const event of events) this.#events.push({ id: this.#nextId++, payload: eventJson(event) });
  }

  sync(): Promise<void> {
    return Promise.resolve();
  }

  readMark(): LedgerMark | null {
    return this.#mark;
  }

  forgetLeases(ids: readonly string[]): void {
    for (const id of ids) this.#leases.delete(id);
  }

  get backlog(): number {
    return this.#events.length;
  }

  listOutbox(limit: number): OutboxRow[] {
    return this.#events.slice(0, limit);
  }

  removeFromOutbox(first: bigint, last: bigint): void {
    this.#events = this.#events.filter(({ id }) => id < first || id > last);
  }

  moveToRejected(id: bigint): void {
    this.removeFromOutbox(id, id);
  }

  close(): void {
    // There is nothing to close.
  }

  copy(): MemoryStore {
    const copy = new MemoryStore();
    copy.#leases = new Map(this.listLeases().map((lease) => [lease.id, lease]));
    copy.#events = [...this.#events];
    copy.#mark = this.#mark;
    copy.#nextId = this.#nextId;
    return copy;
  }
}
