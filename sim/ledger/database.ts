import { changedLeases, changedPeriods } from "#lib/leases/changes.ts";
import { type Books, booksOf, type Lease, type Period, withCap } from "#lib/leases/core/books.ts";
import type { LedgerMark } from "#lib/leases/core/exchange.ts";
import type { BudgetNow } from "#lib/leases/core/grant.ts";
import type { LeaseStore } from "#lib/leases/store.ts";
import type { ExhaustedAction, PeriodKind } from "#lib/protocol/budget.ts";
import type { Rollup, TimedEvent } from "#lib/usage/rollup.ts";
import type { Seen } from "#lib/usage/seen.ts";
import type { UsageStore } from "#lib/usage/store.ts";

export type Budget = {
  readonly id: string;
  readonly capNanos: bigint;
  readonly period: PeriodKind & ("hour" | "total");
  readonly isSoft: boolean;
  readonly isPaused: boolean;
  readonly onExhausted: ExhaustedAction;
  /** Null: every box. */
  readonly boxId: string | null;
};

export type StoredPeriod = Period & { readonly startsAtMs: number; readonly endsAtMs: number };

/** The console's tables. Replaced as a whole at every commit, so that a transaction is a value until then. */
export type Tables = {
  readonly budgets: ReadonlyMap<string, Budget>;
  readonly periods: ReadonlyMap<string, StoredPeriod>;
  readonly leases: ReadonlyMap<string, Lease>;
  readonly marks: ReadonlyMap<string, LedgerMark>;
  readonly decommissioned: ReadonlySet<string>;
  readonly seen: ReadonlyMap<string, Seen>;
  readonly events: readonly (TimedEvent & { boxId: string })[];
  readonly rollups: readonly Rollup[];
};

const hourMs = 3_600_000;
const forever = 253_402_300_799_999;

/** Tables inside one transaction, with the stores that the console's core is given. Reads and writes are steps. */
export class Transaction {
  tables: Tables;
  readonly #nowMs: number;
  readonly #step: () => Promise<void>;

  constructor(tables: Tables, nowMs: number, step: () => Promise<void>) {
    this.tables = tables;
    this.#nowMs = nowMs;
    this.#step = step;
  }

  readonly leases: LeaseStore = {
    lockBox: async (boxId) => {
      await this.#step();
      if (this.tables.decommissioned.has(boxId)) throw new Error(`${boxId} was decommissioned`);
      return { mark: this.tables.marks.get(boxId) ?? noMark, nowMs: this.#nowMs };
    },
    openExchange: async (boxId, { budgetIds, leaseIds, isNewLedger }) => {
      await this.#step();
      const asked = budgetIds.flatMap((id) => this.#askedBudget(boxId, id));
      const own = [...this.tables.leases.values()].filter((lease) => lease.boxId === boxId);
      const isUnderAsked = ({ periodId }: Lease) =>
        budgetIds.includes(this.tables.periods.get(periodId)?.budgetId ?? "");
      const named = own.filter(
        (lease) =>
          leaseIds.includes(lease.id) ||
          (lease.state === "active" && isUnderAsked(lease)) ||
          (isNewLedger && lease.state !== "closed"),
      );
      const periodIds = new Set([...asked.map(({ periodId }) => periodId), ...named.map((lease) => lease.periodId)]);
      const books = this.#books(periodIds, own);
      return { books, budgets: new Map(asked.map((budget) => [budget.budgetId, budget])) };
    },
    openSettlement: async (leaseIds, counted) => {
      await this.#step();
      const countedPeriods = counted.map(({ budgetId, atMs }) => {
        const budget = this.tables.budgets.get(budgetId);
        return budget ? this.#period(budget, atMs).id : null;
      });
      const leases = leaseIds.flatMap((id) => this.tables.leases.get(id) ?? []);
      const periodIds = [...leases.map((lease) => lease.periodId), ...countedPeriods.filter((id) => id !== null)];
      return { books: this.#books(new Set(periodIds), leases), countedPeriods };
    },
    write: async (before, after) => {
      await this.#step();
      this.writeBooks(before, after);
    },
    saveMark: async (boxId, mark) => {
      await this.#step();
      this.tables = { ...this.tables, marks: new Map(this.tables.marks).set(boxId, mark) };
    },
  };

  readonly usage: UsageStore = {
    lockBoots: async (boxId, bootIds) => {
      await this.#step();
      return new Map(bootIds.map((id) => [id, this.tables.seen.get(`${boxId} ${id}`) ?? []]));
    },
    findUnknown: async () => ({ connectionIds: new Set(), priceHashes: new Set() }),
    save: async (boxId, { seenByBoot, events, rollups }) => {
      await this.#step();
      const seen = new Map(this.tables.seen);
      for (const [bootId, ranges] of seenByBoot) seen.set(`${boxId} ${bootId}`, ranges);
      this.tables = {
        ...this.tables,
        seen,
        events: [...this.tables.events, ...events.map((event) => ({ ...event, boxId }))],
        rollups: [...this.tables.rollups, ...rollups],
      };
    },
  };

  /** Under the condition that Postgres is given too: no period beyond its cap. */
  writeBooks(before: Books, after: Books): void {
    const periods = new Map(this.tables.periods);
    for (const change of changedPeriods(before, after)) {
      const old = periods.get(change.id);
      if (!old) throw new Error(`there is no ${change.id}`);
      const next = {
        ...old,
        capNanos: old.capNanos + change.capNanos,
        spentNanos: old.spentNanos + change.spentNanos,
        countedNanos: old.countedNanos + change.countedNanos,
        reservedNanos: old.reservedNanos + change.reservedNanos,
        presumedNanos: old.presumedNanos + change.presumedNanos,
        overCommittedNanos: old.overCommittedNanos + change.overCommittedNanos,
        overshootNanos: old.overshootNanos + change.overshootNanos,
      };
      const committed = next.spentNanos + next.reservedNanos + next.presumedNanos;
      if (committed > next.capNanos + next.overCommittedNanos) throw new Error(`${old.id} would exceed its cap`);
      periods.set(old.id, next);
    }
    const { opened, changed } = changedLeases(before, after);
    const leases = new Map(this.tables.leases);
    for (const lease of [...opened, ...changed]) leases.set(lease.id, lease);
    this.tables = { ...this.tables, periods, leases };
  }

  /** What a person does to a budget: the cap in force follows at once. */
  changeBudget(budget: Budget): void {
    this.tables = { ...this.tables, budgets: new Map(this.tables.budgets).set(budget.id, budget) };
    const period = this.#period(budget, this.#nowMs);
    const books = booksOf([period], []);
    this.writeBooks(books, booksOf([withCap(period, budget.capNanos)], []));
  }

  decommission(boxId: string): void {
    this.tables = { ...this.tables, decommissioned: new Set([...this.tables.decommissioned, boxId]) };
  }

  #askedBudget(boxId: string, budgetId: string): BudgetNow[] {
    const budget = this.tables.budgets.get(budgetId);
    if (!budget || budget.isSoft || (budget.boxId !== null && budget.boxId !== boxId)) return [];
    const period = this.#period(budget, this.#nowMs);
    const live = [...this.tables.leases.values()].filter(
      (lease) => lease.periodId === period.id && lease.state === "active" && lease.boxId !== boxId,
    );
    const own = [...this.tables.leases.values()].filter(
      (lease) => lease.boxId === boxId && this.tables.periods.get(lease.periodId)?.budgetId === budgetId,
    );
    return [
      {
        budgetId,
        periodId: period.id,
        startsAtMs: period.startsAtMs,
        endsAtMs: period.endsAtMs,
        capNanos: budget.capNanos,
        isPaused: budget.isPaused,
        isTotal: budget.period === "total",
        otherHolders: live.length,
        lastEpoch: Math.max(0, ...own.map((lease) => lease.epoch)),
      },
    ];
  }

  #books(periodIds: ReadonlySet<string>, leases: readonly Lease[]): Books {
    const periods = [...periodIds].flatMap((id) => this.tables.periods.get(id) ?? []);
    return booksOf(
      periods,
      leases.filter((lease) => periodIds.has(lease.periodId)),
    );
  }

  #period(budget: Budget, atMs: number): StoredPeriod {
    const startsAtMs = budget.period === "total" ? 0 : atMs - (atMs % hourMs);
    const id = `period of ${budget.id} from ${startsAtMs}`;
    const known = this.tables.periods.get(id);
    if (known) return known;
    const none = { spentNanos: 0n, countedNanos: 0n, reservedNanos: 0n, presumedNanos: 0n };
    const period: StoredPeriod = {
      id,
      budgetId: budget.id,
      startsAtMs,
      endsAtMs: budget.period === "total" ? forever : startsAtMs + hourMs,
      capNanos: budget.capNanos,
      ...none,
      overCommittedNanos: 0n,
      overshootNanos: 0n,
    };
    this.tables = { ...this.tables, periods: new Map(this.tables.periods).set(id, period) };
    return period;
  }
}

const noMark: LedgerMark = { ledgerId: null, exchangeNo: 0, retired: [] };
export const noTables: Tables = {
  budgets: new Map(),
  periods: new Map(),
  leases: new Map(),
  marks: new Map(),
  decommissioned: new Set(),
  seen: new Map(),
  events: [],
  rollups: [],
};
