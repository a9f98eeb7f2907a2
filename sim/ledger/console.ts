import type { Lease } from "#lib/leases/core/books.ts";
import { presume, writeOff } from "#lib/leases/core/end.ts";
import { exchangeIn } from "#lib/leases/exchange-in.ts";
import type { LeaseRequest, LeaseResponse } from "#lib/protocol/lease.ts";
import { type UsageAnswer, UsageBatch } from "#lib/protocol/usage.ts";
import { ingestIn } from "#lib/usage/ingest-in.ts";
import { type Budget, noTables, type Tables, Transaction } from "./database.ts";
import type { Events } from "./events.ts";
import type { Random } from "./random.ts";

/** A web process died with the request. What it had not committed is undone; what it had is there. */
export class WebDied extends Error {}

/**
 * The console: its real core on tables in memory. Transactions come one after the other, as the ledger's locks make those
 * of one budget; between any two of their steps the process may die.
 */
export class Console {
  tables: Tables = noTables;
  /** Chance that the web process dies at a step of a transaction. */
  crashChance = 0;
  readonly #events: Events;
  readonly #random: Random;
  readonly #onHint: (boxId: string) => void;
  #leaseCount = 0;
  #turn: Promise<void> = Promise.resolve();

  constructor(parts: { events: Events; random: Random; onHint: (boxId: string) => void }) {
    this.#events = parts.events;
    this.#random = parts.random;
    this.#onHint = parts.onHint;
  }

  /** By the console's clock, milliseconds since 1970. */
  nowMs(): number {
    return epochMs + this.#events.nowMs;
  }

  async leases(boxId: string, request: LeaseRequest): Promise<LeaseResponse> {
    const done = await this.#transact((tx) =>
      exchangeIn(tx.leases, boxId, { request, newLeaseId: () => idOf("lse", ++this.#leaseCount) }),
    );
    for (const periodId of done.scarcePeriods) this.#recall(periodId, boxId);
    return done.response;
  }

  usage(boxId: string, body: string): Promise<UsageAnswer> {
    const batch = UsageBatch.parse(JSON.parse(body));
    return this.#transact((tx) => ingestIn(tx, boxId, { batch, receivedAtMs: this.nowMs() }));
  }

  change(budget: Budget): Promise<void> {
    return this.#transact(async (tx) => tx.changeBudget(budget));
  }

  /** What the worker does: leases that ran out ten minutes ago are presumed spent. */
  expire(): Promise<void> {
    return this.#transact((tx) => endLeases(tx, (lease) => lease.expiresAtMs + 600_000 < this.nowMs()));
  }

  /** From then on the box is refused. */
  decommission(boxId: string): Promise<void> {
    return this.#transact(async (tx) => {
      tx.decommission(boxId);
      await endLeases(tx, (lease) => lease.boxId === boxId);
    });
  }

  /** An admin writes off one presumed lease; what was freed. */
  writeOff(id: string): Promise<void> {
    return this.#transact(async (tx) => {
      const { books } = await tx.leases.openSettlement([id], []);
      const lease = books.leases.get(id);
      if (lease) tx.writeBooks(books, writeOff(books, lease));
    });
  }

  #recall(periodId: string, boxId: string): void {
    for (const lease of this.tables.leases.values()) {
      if (lease.periodId === periodId && lease.state === "active" && lease.boxId !== boxId) this.#onHint(lease.boxId);
    }
  }

  async #transact<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result> {
    const before = this.#turn;
    const turn = Promise.withResolvers<void>();
    this.#turn = turn.promise;
    await before;
    try {
      const tx = new Transaction(this.tables, this.nowMs(), () => this.#step());
      const result = await work(tx);
      await this.#step();
      this.tables = tx.tables;
      // The commit is there and the answer is not.
      if (this.#random.chance(this.crashChance)) throw new WebDied();
      return result;
    } finally {
      turn.resolve();
    }
  }

  #step(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#events.after(this.#random.between(0, 3), () => {
        if (this.#random.chance(this.crashChance)) reject(new WebDied());
        else resolve();
      });
    });
  }
}

async function endLeases(tx: Transaction, isDue: (lease: Lease) => boolean): Promise<void> {
  const due = [...tx.tables.leases.values()].filter((lease) => lease.state === "active" && isDue(lease));
  const { books } = await tx.leases.openSettlement(
    due.map((lease) => lease.id),
    [],
  );
  tx.writeBooks(
    books,
    due.reduce((next, lease) => presume(next, lease), books),
  );
}

/** Midnight UTC, so that hours begin with virtual ones. */
export const epochMs = Date.UTC(2026, 0, 1);

/** Ids that the protocol accepts. */
export function idOf(prefix: string, n: number): string {
  return `${prefix}_${n.toString().padStart(26, "0")}`;
}
