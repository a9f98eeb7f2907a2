import { randomUUID } from "node:crypto";
import { maxNanos } from "../../lib/money.ts";
import type { LeaseReturn } from "../../lib/protocol/lease.ts";
import { type Charge, maxBudgetsPerCall, type UsageEvent } from "../../lib/protocol/usage.ts";
import type { Clock, ServerTime } from "../clock.ts";
import { systemTimers, type Timers } from "../timers.ts";
import { type Account, closeSlice, openAccount, planHold, raiseGrant, recoverAccount, settleHold } from "./core.ts";
import { Journal } from "./journal.ts";
import { isSpendable, type LeaseRecord } from "./lease-record.ts";
import type { LedgerMark, LedgerStore } from "./ledger-store.ts";
import { unaccountedEvent } from "./unaccounted-event.ts";

/** Money set aside for one attempt: the same amount in the lease of every budget it falls under. */
export type Hold = { readonly nanos: bigint; readonly leases: readonly LeaseRecord[] };

export type HoldResult = { isHeld: true; hold: Hold } | { isHeld: false; shortfalls: ReadonlyMap<string, bigint> };

/** What the gateway knows about an attempt that has ended. */
export type CallFacts = Omit<UsageEvent, "bootId" | "seq" | "occurredAtMs" | "kind" | "charges">;

export type Grant = {
  id: string;
  budgetId: string;
  epoch: number;
  startsAtMs: number;
  endsAtMs: number;
  grantedNanos: bigint;
  /** By the monotonic clock. */
  expiresAtMonotonicMs: number;
};

/** As many charges as an event can carry. */
function eventsOf(charges: readonly Charge[]): Charge[][] {
  const count = Math.ceil(charges.length / maxBudgetsPerCall);
  return Array.from({ length: count }, (_, n) => charges.slice(n * maxBudgetsPerCall, (n + 1) * maxBudgetsPerCall));
}

const forgetAfterMs = 40 * 86_400_000;

/** The box's money: leases in memory, every promise on disk first (see LedgerStore for which promise is which). */
export class Ledger {
  readonly #store: LedgerStore;
  readonly #clock: Clock;
  readonly #time: ServerTime;
  readonly #bootId: string;
  readonly #journal: Journal;
  readonly #leases = new Map<string, LeaseRecord>();
  readonly #newId: () => string;
  readonly #hasInherited: boolean;
  #mark: LedgerMark;
  #seq = 0;

  /** `bootId`: a UUID of this process start, so that (bootId, seq) is never used twice even if the disk forgets. */
  constructor(parts: {
    store: LedgerStore;
    clock: Clock;
    time: ServerTime;
    bootId: string;
    /** Events were written: there is something to upload. */
    onWritten?: () => void;
    timers?: Timers;
    /** Makes the id of a new ledger, a UUID. */
    newId?: () => string;
  }) {
    this.#store = parts.store;
    this.#clock = parts.clock;
    this.#time = parts.time;
    this.#bootId = parts.bootId;
    this.#journal = new Journal(parts.store, parts.timers ?? systemTimers, parts.onWritten ?? (() => undefined));
    this.#newId = parts.newId ?? randomUUID;
    this.#mark = this.#store.readMark() ?? this.#firstMark();
    const now = this.#clock.monotonicMs();
    const serverNow = this.#time.nowMs();
    for (const stored of this.#store.listLeases()) {
      const expiresAtMonotonicMs = now + (stored.expiresAtMs - serverNow);
      this.#leases.set(stored.id, { ...stored, expiresAtMonotonicMs, idleSinceMonotonicMs: now });
    }
    this.#forgetOld(serverNow);
    this.#hasInherited = this.#leases.size > 0;
  }

  /**
   * Once per start, before the first hold: what a crash left unexplained is charged to its leases. Calls were held in every
   * budget they fell under, so that the leases of one provider lack the same money, each up to the slice it had open: one
   * event for all of them, which costs what the one that lacks most does. `connectionFor` names the provider the money most likely went to; when it knows none, the money is counted as
   * spent all the same and the console presumes it so when the lease ends.
   */
  recover(connectionFor: (budgetId: string) => string | null): UsageEvent[] {
    const lacking = new Map<string, Charge[]>();
    const touched: LeaseRecord[] = [];
    for (const lease of this.#leases.values()) {
      const { account, unaccounted } = recoverAccount(lease.account);
      if (unaccounted === 0n) continue;
      lease.account = account;
      touched.push(lease);
      const connectionId = connectionFor(lease.budgetId);
      if (connectionId === null) continue;
      const charges = lacking.get(connectionId) ?? [];
      lacking.set(connectionId, [...charges, { leaseId: lease.id, epoch: lease.epoch, nanos: unaccounted }]);
    }
    const events = [...lacking].flatMap(([connectionId, all]) =>
      eventsOf(all).map((charges) => {
        const costNanos = charges.map(({ nanos }) => nanos).reduce(maxNanos, 0n);
        return unaccountedEvent({ ...this.#nextKey(), connectionId, costNanos, charges });
      }),
    );
    if (touched.length > 0) this.#store.saveDurably(touched, { events });
    return events;
  }

  leases(): Iterable<LeaseRecord> {
    return this.#leases.values();
  }

  /** The lease that new calls of this budget take from; null when there is none now. */
  findSpendable(budgetId: string): LeaseRecord | null {
    let found: LeaseRecord | null = null;
    for (const lease of this.#leases.values()) {
      if (lease.budgetId === budgetId && isSpendable(lease, this.#time.nowMs(), this.#clock.monotonicMs()))
        found = lease;
    }
    return found;
  }

  /** Holds `nanos` in every budget or in none. A grown slice is on disk before the hold exists. */
  hold(budgetIds: readonly string[], nanos: bigint): HoldResult {
    const leases = budgetIds.map((id) => this.findSpendable(id) ?? id);
    const found = leases.filter((lease) => typeof lease !== "string");
    const plan = planHold(
      found.map((lease) => lease.account),
      nanos,
    );
    if (found.length < leases.length || !plan.isCovered) {
      const shortfalls = plan.isCovered ? [] : plan.shortfalls;
      const missing = leases.filter((lease) => typeof lease === "string").map((id) => [id, nanos] as const);
      const short = found.map((lease, index) => [lease.budgetId, shortfalls[index] ?? 0n] as const);
      return { isHeld: false, shortfalls: new Map([...missing, ...short.filter(([, lack]) => lack > 0n)]) };
    }
    const grown = found.flatMap((lease, index) => {
      const account = plan.next[index];
      return account && account.sliced > lease.account.sliced ? [{ ...lease, account }] : [];
    });
    if (grown.length > 0) {
      this.flush();
      this.#store.saveDurably(grown);
    }
    for (const [index, lease] of found.entries()) lease.account = plan.next[index] ?? lease.account;
    return { isHeld: true, hold: { nanos, leases: found } };
  }

  /**
   * Ends a hold with what the call cost. The event is on disk when `flushed` resolves, so answer the caller after it:
   * calls that end together share one commit. A crash before it costs nothing but knowledge, as the slice is on disk.
   */
  settle(hold: Hold, facts: CallFacts): UsageEvent {
    const charges = hold.leases.map(({ id, epoch }) => ({ leaseId: id, epoch, nanos: facts.costNanos }));
    const event: UsageEvent = { ...this.#nextKey(), kind: "call", ...facts, charges };
    this.#endHold(hold, facts.costNanos);
    this.#journal.add(event, hold.leases);
    return event;
  }

  /** Every settled call so far is on disk. Rejects when the disk cannot be written; the next flush tries again. */
  flushed(): Promise<void> {
    return this.#journal.flushed();
  }

  /** Writes what was settled. Before any other write, so that no lease is ever ahead of its events. Throws. */
  flush(): void {
    this.#journal.flush();
  }

  /** Ends a hold of an attempt that was never sent. */
  release(hold: Hold): void {
    this.#endHold(hold, 0n);
  }

  /** A new lease, more of a known one, or more time for it. On disk before it can be spent. */
  acceptGrant(grant: Grant): LeaseRecord {
    const { id, budgetId, epoch, startsAtMs, endsAtMs, expiresAtMonotonicMs } = grant;
    const now = this.#clock.monotonicMs();
    const expiresAtMs = this.#time.nowMs() + (expiresAtMonotonicMs - now);
    const known = this.#leases.get(id);
    const account = known ? raiseGrant(known.account, grant.grantedNanos) : openAccount(grant.grantedNanos);
    const fresh = {
      id,
      budgetId,
      startsAtMs,
      endsAtMs,
      toldReturned: 0n,
      isSuperseded: false,
      isAbandoned: false,
      isToldOver: false,
      idleSinceMonotonicMs: now,
    };
    const record: LeaseRecord = { ...fresh, ...known, epoch, account, expiresAtMs, expiresAtMonotonicMs };
    this.flush();
    const replaced = known ? [] : this.#othersOf(record).map((lease) => ({ ...lease, isSuperseded: true }));
    this.#store.saveDurably([record, ...replaced]);
    for (const lease of this.#othersOf(record)) lease.isSuperseded ||= !known;
    // Holds point at the record they took from, so a known lease must stay the same object.
    const kept = known ? Object.assign(known, record) : record;
    this.#leases.set(id, kept);
    return kept;
  }

  /** Whether leases of an earlier life are here, which a restored image of the disk may have brought back. */
  get hasInherited(): boolean {
    return this.#hasInherited;
  }

  /**
   * Numbers the next request for leases and marks what goes back with it, in one write, on disk before anybody is told.
   * Throws when the disk cannot be written; nothing has changed then.
   */
  beginExchange(givenBack: readonly { lease: LeaseRecord; account: Account }[]): LedgerMark {
    this.flush();
    const mark = { ...this.#mark, exchangeNo: this.#mark.exchangeNo + 1 };
    this.#store.saveDurably(
      givenBack.map(({ lease, account }) => ({ ...lease, account })),
      { mark },
    );
    for (const { lease, account } of givenBack) lease.account = account;
    this.#mark = mark;
    return mark;
  }

  /** The request that an answer is awaited for; its number grows by one with each. */
  get mark(): LedgerMark {
    return this.#mark;
  }

  /**
   * The console has seen this ledger's latest number before: the disk was restored from an older copy of itself and has
   * forgotten what it spent since. Under a new id it begins anew; what it holds is left to be presumed spent. Events in
   * the outbox go out as they are, and calls under way settle as they would have.
   */
  startAnew(): void {
    this.flush();
    const mark = { ledgerId: this.#newId(), exchangeNo: 0 };
    const abandoned = [...this.#leases.values()].map((lease) => ({ ...lease, isAbandoned: true }));
    this.#store.saveDurably(abandoned, { mark });
    for (const lease of this.#leases.values()) lease.isAbandoned = true;
    this.#mark = mark;
  }

  /** The console has taken note of a return. */
  confirmReturn({ leaseId, returnedNanos, overAtNanos }: LeaseReturn): void {
    const lease = this.#leases.get(leaseId);
    if (!lease) return;
    lease.toldReturned = maxNanos(lease.toldReturned, returnedNanos);
    lease.isToldOver ||= overAtNanos !== null;
    this.flush();
    this.#store.saveQuickly([lease], []);
    this.#journal.syncSoon();
  }

  /** Closes the slices of leases without a hold for `idleMs`, so that a crash of an idle box costs nothing. */
  closeIdleSlices(idleMs: number): void {
    const now = this.#clock.monotonicMs();
    for (const lease of this.#leases.values()) {
      if (lease.account.sliced === lease.account.spent || lease.account.held > 0n) continue;
      if (now - lease.idleSinceMonotonicMs < idleMs) continue;
      // Without fsync: should a power cut undo this, the older, larger slice counts as spent, never less.
      this.flush();
      lease.account = closeSlice(lease.account);
      this.#store.saveQuickly([lease], []);
    }
  }

  /** Closes every slice and the disk; nothing may be held or settled afterwards. */
  close(): void {
    this.flush();
    this.closeIdleSlices(0);
    this.#journal.close();
    this.#store.close();
  }

  #firstMark(): LedgerMark {
    const mark = { ledgerId: this.#newId(), exchangeNo: 0 };
    this.#store.saveDurably([], { mark });
    return mark;
  }

  #nextKey() {
    return { bootId: this.#bootId, seq: this.#seq++, occurredAtMs: this.#time.nowMs() };
  }

  #endHold(hold: Hold, cost: bigint): void {
    for (const lease of hold.leases) {
      lease.account = settleHold(lease.account, hold.nanos, cost);
      lease.idleSinceMonotonicMs = this.#clock.monotonicMs();
    }
  }

  #othersOf(record: LeaseRecord): LeaseRecord[] {
    const isOther = (lease: LeaseRecord) => lease.id !== record.id && lease.startsAtMs === record.startsAtMs;
    return [...this.#leases.values()].filter((lease) => lease.budgetId === record.budgetId && isOther(lease));
  }

  #forgetOld(serverNowMs: number): void {
    const isOver = (lease: LeaseRecord) => Math.min(lease.endsAtMs, lease.expiresAtMs) + forgetAfterMs < serverNowMs;
    const isEven = ({ account, toldReturned, isAbandoned }: LeaseRecord) =>
      isAbandoned || (account.sliced === account.spent && account.spent + toldReturned >= account.granted);
    const old = [...this.#leases.values()].filter((lease) => isOver(lease) && isEven(lease)).map((lease) => lease.id);
    this.#store.forgetLeases(old);
    for (const id of old) this.#leases.delete(id);
  }
}
