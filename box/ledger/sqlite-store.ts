import { closeSync, fdatasync, fdatasyncSync, openSync } from "node:fs";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { promisify } from "node:util";
import { z } from "zod";
import { UsageEvent } from "../../lib/protocol/usage.ts";
import { eventJson } from "./event-json.ts";
import type { LedgerMark, LedgerStore, OutboxRow, StoredLease } from "./ledger-store.ts";
import { laterColumns, ledgerSchema } from "./schema.ts";

const datasync = promisify(fdatasync);

const Milliseconds = z.bigint().transform(Number);

const LeaseRow = z.object({
  id: z.string(),
  budget_id: z.string(),
  starts_at_ms: Milliseconds,
  ends_at_ms: Milliseconds,
  expires_at_ms: Milliseconds,
  granted: z.bigint(),
  sliced: z.bigint(),
  spent: z.bigint(),
  returned: z.bigint(),
  told_returned: z.bigint(),
  is_superseded: z.bigint(),
  epoch: z.bigint().transform(Number),
  is_abandoned: z.bigint(),
  is_told_over: z.bigint(),
});

const RejectedRow = z.object({ payload: z.string(), reason: z.string(), at_ms: Milliseconds });
const EventKey = UsageEvent.pick({ bootId: true, seq: true, costNanos: true });
export type RejectedEvent = z.infer<typeof EventKey> & { atMs: number; reason: string };

const EventRow = z.object({ id: z.bigint(), payload: z.string() });

/**
 * The ledger's disk as one SQLite file. Two connections on one WAL file: `durable` commits with fsync (synchronous=FULL) for promises
 * that must hold before money moves; `quick` commits without (NORMAL), which survives a killed process but not a
 * power cut, and is made safe by the next fsync. Both are synchronous, so no two transactions ever overlap.
 */
export class SqliteStore implements LedgerStore {
  readonly #durable: DatabaseSync;
  readonly #quick: DatabaseSync;
  readonly #saveDurable: StatementSync;
  readonly #saveQuick: StatementSync;
  readonly #insertEvent: StatementSync;
  readonly #beginQuick: StatementSync;
  readonly #commitQuick: StatementSync;
  readonly #log: number;
  /** Quick commits, and how many of them an fsync has covered. */
  #writes = 0;
  #syncedWrites = 0;
  #syncing: Promise<void> | null = null;
  #backlog: number;

  /** Opens or creates the file. Throws when it is not a ledger or cannot be written. */
  constructor(path: string) {
    this.#durable = open(path, "FULL");
    this.#durable.exec(ledgerSchema);
    addLaterColumns(this.#durable);
    this.#quick = open(path, "NORMAL");
    // The log lives as long as a connection does, so its descriptor stays good.
    this.#log = openSync(`${path}-wal`, "r+");
    this.#saveDurable = this.#durable.prepare(upsertLease);
    this.#saveQuick = this.#quick.prepare(upsertLease);
    this.#beginQuick = this.#quick.prepare("BEGIN IMMEDIATE");
    this.#commitQuick = this.#quick.prepare("COMMIT");
    this.#insertEvent = this.#quick.prepare("INSERT INTO event (boot_id, seq, payload) VALUES (?, ?, ?)");
    this.#backlog = Number(this.#durable.prepare("SELECT count(*) AS n FROM event").get()?.n ?? 0n);
  }

  listLeases(): StoredLease[] {
    const rows = this.#durable.prepare("SELECT * FROM lease ORDER BY rowid").all();
    return rows.map((raw) => {
      const row = LeaseRow.parse(raw);
      const { granted, sliced, spent, returned } = row;
      return {
        id: row.id,
        budgetId: row.budget_id,
        startsAtMs: row.starts_at_ms,
        endsAtMs: row.ends_at_ms,
        expiresAtMs: row.expires_at_ms,
        account: { granted, sliced, spent, returned, held: 0n },
        toldReturned: row.told_returned,
        isSuperseded: row.is_superseded !== 0n,
        epoch: row.epoch,
        isAbandoned: row.is_abandoned !== 0n,
        isToldOver: row.is_told_over !== 0n,
      };
    });
  }

  saveDurably(
    leases: readonly StoredLease[],
    { events = [], mark }: { events?: readonly UsageEvent[] | undefined; mark?: LedgerMark | undefined } = {},
  ): void {
    transact(this.#durable, () => {
      for (const lease of leases) this.#saveDurable.run(...leaseValues(lease));
      const insert = this.#durable.prepare("INSERT INTO event (boot_id, seq, payload) VALUES (?, ?, ?)");
      for (const event of events) insert.run(event.bootId, event.seq, eventJson(event));
      if (!mark) return;
      this.writeMeta("ledger_id", mark.ledgerId);
      this.writeMeta("exchange_no", String(mark.exchangeNo));
    });
    this.#backlog += events.length;
    this.#syncedWrites = this.#writes;
  }

  saveQuickly(leases: Iterable<StoredLease>, events: readonly UsageEvent[]): void {
    this.#beginQuick.run();
    try {
      for (const lease of leases) this.#saveQuick.run(...leaseValues(lease));
      for (const event of events) this.#insertEvent.run(event.bootId, event.seq, eventJson(event));
      this.#commitQuick.run();
    } catch (error) {
      this.#quick.exec("ROLLBACK");
      throw error;
    }
    this.#backlog += events.length;
    this.#writes++;
  }

  /** What synchronous=FULL does at a commit, an fsync of the write-ahead log, but in the thread pool. */
  async sync(): Promise<void> {
    await this.#syncing;
    if (this.isSynced) return;
    this.#syncing ??= this.#flushLog().finally(() => {
      this.#syncing = null;
    });
    await this.#syncing;
  }

  async #flushLog(): Promise<void> {
    const covered = this.#writes;
    await datasync(this.#log);
    this.#syncedWrites = Math.max(this.#syncedWrites, covered);
  }

  listOutbox(limit: number): OutboxRow[] {
    const rows = this.#quick.prepare("SELECT id, payload FROM event ORDER BY id LIMIT ?").all(limit);
    return rows.map((row) => EventRow.parse(row));
  }

  removeFromOutbox(first: bigint, last: bigint): void {
    const removed = this.#quick.prepare("DELETE FROM event WHERE id BETWEEN ? AND ?").run(first, last);
    this.#backlog -= Number(removed.changes);
    this.#writes++;
  }

  moveToRejected(id: bigint, reason: string, atMs: number): void {
    transact(this.#durable, () => {
      const copy = "INSERT INTO rejected SELECT id, payload, ?, ? FROM event WHERE id = ?";
      this.#durable.prepare(copy).run(reason, atMs, id);
      this.#durable.prepare("DELETE FROM event WHERE id = ?").run(id);
    });
    this.#backlog--;
  }

  /** Whether everything written so far would survive a power cut. */
  get isSynced(): boolean {
    return this.#syncedWrites === this.#writes;
  }

  get backlog(): number {
    return this.#backlog;
  }

  countRejected(): number {
    return Number(this.#quick.prepare("SELECT count(*) AS n FROM rejected").get()?.n ?? 0n);
  }

  /** The latest events that the console refused for good, the newest first. */
  listRejected(limit: number): RejectedEvent[] {
    const rows = this.#quick.prepare("SELECT payload, reason, at_ms FROM rejected ORDER BY id DESC LIMIT ?").all(limit);
    return rows.map((raw) => {
      const { payload, reason, at_ms } = RejectedRow.parse(raw);
      const { bootId, seq, costNanos } = EventKey.parse(JSON.parse(payload));
      return { bootId, seq, costNanos, reason, atMs: at_ms };
    });
  }

  readMeta(key: string): string | null {
    const value = this.#durable.prepare("SELECT value FROM meta WHERE key = ?").get(key)?.value;
    return typeof value === "string" ? value : null;
  }

  writeMeta(key: string, value: string): void {
    this.#durable.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)").run(key, value);
  }

  readMark(): LedgerMark | null {
    const ledgerId = this.readMeta("ledger_id");
    return ledgerId === null ? null : { ledgerId, exchangeNo: Number(this.readMeta("exchange_no") ?? 0) };
  }

  forgetLeases(ids: readonly string[]): void {
    const remove = this.#durable.prepare("DELETE FROM lease WHERE id = ?");
    for (const id of ids) remove.run(id);
  }

  close(): void {
    fdatasyncSync(this.#log);
    closeSync(this.#log);
    this.#quick.close();
    this.#durable.close();
  }
}

const upsertLease = `INSERT OR REPLACE INTO lease
  (id, budget_id, starts_at_ms, ends_at_ms, expires_at_ms, granted, sliced, spent, returned, told_returned, is_superseded,
    epoch, is_abandoned, is_told_over)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

function leaseValues(lease: StoredLease) {
  const { granted, sliced, spent, returned } = lease.account;
  const times = [lease.startsAtMs, lease.endsAtMs, Math.round(lease.expiresAtMs)];
  const money = [granted, sliced, spent, returned, lease.toldReturned];
  const marks = [lease.isSuperseded ? 1 : 0, lease.epoch, lease.isAbandoned ? 1 : 0, lease.isToldOver ? 1 : 0];
  return [lease.id, lease.budgetId, ...times, ...money, ...marks];
}

function open(path: string, synchronous: "FULL" | "NORMAL"): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: 5000, readBigInts: true });
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous};`);
  return database;
}

function addLaterColumns(database: DatabaseSync): void {
  const known = new Set(
    database
      .prepare("PRAGMA table_info(lease)")
      .all()
      .map(({ name }) => name),
  );
  for (const [name, type] of Object.entries(laterColumns)) {
    if (!known.has(name)) database.exec(`ALTER TABLE lease ADD COLUMN ${name} ${type}`);
  }
}

function transact(database: DatabaseSync, work: () => void): void {
  database.exec("BEGIN IMMEDIATE");
  try {
    work();
    database.exec("COMMIT");
  } catch (error) {
    database.exec("ROLLBACK");
    throw error;
  }
}
