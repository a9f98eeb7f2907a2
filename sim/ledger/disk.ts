import type { LedgerMark, LedgerStore, OutboxRow, StoredLease } from "#box/ledger/ledger-store.ts";
import { stringifyWire } from "#lib/money.ts";
import type { UsageEvent } from "#lib/protocol/usage.ts";

type State = {
  /** Grows with every write. */
  readonly version: number;
  readonly mark: LedgerMark | null;
  readonly leases: ReadonlyMap<string, StoredLease>;
  readonly outbox: readonly OutboxRow[];
  readonly rejected: readonly { payload: string; reason: string }[];
  readonly nextId: bigint;
};

const empty: State = { version: 0, mark: null, leases: new Map(), outbox: [], rejected: [], nextId: 1n };

/** What survives a box's processes: what was written, and what of it has reached the platter. */
export class Disk {
  written: State = empty;
  platter: State = empty;

  /** The process was killed: what was written is there. A power cut: only what had reached the platter. */
  cutPower(): void {
    this.written = this.platter;
  }

  copy(): State {
    return this.platter;
  }

  restore(copy: State): void {
    this.written = copy;
    this.platter = copy;
  }

  wipe(): void {
    this.restore(empty);
  }
}

/**
 * The ledger's store on a simulated disk. `beforeWrite` may throw to kill the process before a write, `afterWrite` after
 * it; a dead process cannot write, so both throw from then on.
 */
export class SimulatedStore implements LedgerStore {
  readonly #disk: Disk;
  readonly #guard: { beforeWrite: () => void; afterWrite: () => void; onSync: () => Promise<void> };

  constructor(disk: Disk, guard: { beforeWrite: () => void; afterWrite: () => void; onSync: () => Promise<void> }) {
    this.#disk = disk;
    this.#guard = guard;
  }

  listLeases = (): StoredLease[] =>
    [...this.#disk.written.leases.values()].map((lease) => ({ ...lease, account: { ...lease.account, held: 0n } }));

  saveDurably: LedgerStore["saveDurably"] = (leases, more = {}) => {
    this.#write(leases, more);
    this.#disk.platter = this.#disk.written;
    this.#guard.afterWrite();
  };

  saveQuickly: LedgerStore["saveQuickly"] = (leases, events) => {
    this.#write([...leases], { events });
    this.#guard.afterWrite();
  };

  sync = async (): Promise<void> => {
    const covered = this.#disk.written;
    await this.#guard.onSync();
    // A log is synced from its beginning up to what was there; what a durable write has meanwhile put there stays.
    if (covered.version > this.#disk.platter.version) this.#disk.platter = covered;
  };

  readMark = (): LedgerMark | null => this.#disk.written.mark;

  forgetLeases = (ids: readonly string[]): void => {
    const leases = new Map(this.#disk.written.leases);
    for (const id of ids) leases.delete(id);
    this.#disk.written = { ...this.#disk.written, leases };
  };

  get backlog(): number {
    return this.#disk.written.outbox.length;
  }

  listOutbox = (limit: number): OutboxRow[] => this.#disk.written.outbox.slice(0, limit);

  removeFromOutbox = (first: bigint, last: bigint): void => {
    this.#guard.beforeWrite();
    const outbox = this.#disk.written.outbox.filter(({ id }) => id < first || id > last);
    this.#disk.written = { ...this.#disk.written, version: this.#disk.written.version + 1, outbox };
    this.#guard.afterWrite();
  };

  moveToRejected = (id: bigint, reason: string): void => {
    this.#guard.beforeWrite();
    const { written } = this.#disk;
    const row = written.outbox.find((item) => item.id === id);
    const rejected = row ? [...written.rejected, { payload: row.payload, reason }] : written.rejected;
    const version = written.version + 1;
    this.#disk.written = { ...written, version, rejected, outbox: written.outbox.filter((item) => item.id !== id) };
    this.#disk.platter = this.#disk.written;
  };

  close = (): void => undefined;

  #write(
    leases: readonly StoredLease[],
    { events = [], mark }: { events?: readonly UsageEvent[] | undefined; mark?: LedgerMark | undefined },
  ): void {
    this.#guard.beforeWrite();
    const { written } = this.#disk;
    const all = new Map(written.leases);
    for (const lease of leases) all.set(lease.id, { ...lease, account: { ...lease.account } });
    const rows = events.map((event, index) => ({ id: written.nextId + BigInt(index), payload: stringifyWire(event) }));
    this.#disk.written = {
      ...written,
      version: written.version + 1,
      mark: mark ?? written.mark,
      leases: all,
      outbox: [...written.outbox, ...rows],
      nextId: written.nextId + BigInt(rows.length),
    };
  }
}
