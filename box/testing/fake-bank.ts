import { maxNanos, minNanos } from "../../lib/money.ts";
import type { LeaseAnswer, LeaseAsk, LeaseRequest, LeaseResponse } from "../../lib/protocol/lease.ts";
import type { Charge, UsageEvent } from "../../lib/protocol/usage.ts";
import { testId } from "../ledger/testing/ids.ts";

type FakeLease = {
  id: string;
  budgetId: string;
  ledgerId: string;
  epoch: number;
  startsAtMs: number;
  granted: bigint;
  returned: bigint;
  spent: bigint;
  expiresAtMs: number;
};

type FakeBudget = { cap: bigint; startsAtMs: number; endsAtMs: number; isPaused: boolean };

/** The console's side of budgets, as DESIGN §8 wants it, in memory: every debit is checked against the cap. */
export class FakeBank {
  readonly budgets = new Map<string, FakeBudget>();
  readonly leases = new Map<string, FakeLease>();
  readonly events = new Map<string, UsageEvent>();
  readonly violations: string[] = [];
  leaseSeconds = 60;
  /** Working stock granted beyond the need. */
  stock = 50_000_000n;
  /** Others lack money while less than this is free. */
  scarceBelow = 0n;
  readonly nowMs: () => number;
  readonly exchanges: LeaseRequest[] = [];
  /** Requests with a number that was seen before. */
  staleRequests = 0;
  requests = 0;
  duplicates = 0;
  #count = 0;
  readonly #latest = new Map<string, number>();

  constructor(nowMs: () => number = Date.now) {
    this.nowMs = nowMs;
  }

  addBudget(id: string, cap: bigint, hours = 1): void {
    const now = this.nowMs();
    const [startsAtMs, endsAtMs] = [now - 3_600_000, now + hours * 3_600_000];
    this.budgets.set(id, { cap, startsAtMs, endsAtMs, isPaused: false });
  }

  pause(id: string, isPaused: boolean): void {
    this.#budget(id).isPaused = isPaused;
  }

  /** Ends the period of a budget and begins the next one. */
  rollPeriod(id: string): void {
    const budget = this.#budget(id);
    const now = this.nowMs();
    this.budgets.set(id, { ...budget, startsAtMs: now, endsAtMs: now + 3_600_000 });
  }

  spent(budgetId: string): bigint {
    return this.#sum(budgetId, (lease) => lease.spent);
  }

  /** Spent, or may yet be spent by a box. */
  committed(budgetId: string): bigint {
    return this.#sum(budgetId, (lease) => maxNanos(lease.granted - lease.returned, lease.spent));
  }

  handleLeases(request: LeaseRequest): LeaseResponse {
    this.requests++;
    this.exchanges.push(request);
    const latest = this.#latest.get(request.ledgerId) ?? 0;
    if (request.exchangeNo <= latest) {
      this.staleRequests++;
      return { isStaleLedger: true, answers: [] };
    }
    this.#latest.set(request.ledgerId, request.exchangeNo);
    for (const item of request.returns) {
      const lease = this.leases.get(item.leaseId);
      if (lease && item.returnedNanos > lease.returned) lease.returned = item.returnedNanos;
      if (lease && lease.returned > lease.granted) this.violations.push(`${lease.id} returned more than it got`);
    }
    return { isStaleLedger: false, answers: request.asks.map((ask) => this.#answer(ask, request.ledgerId)) };
  }

  takeUsage(events: readonly UsageEvent[]): { accepted: number; duplicates: number } {
    let accepted = 0;
    for (const event of events) {
      const key = `${event.bootId}/${event.seq}`;
      if (this.events.has(key)) continue;
      accepted++;
      this.events.set(key, event);
      for (const charge of event.charges) this.#charge(charge);
    }
    this.duplicates += events.length - accepted;
    return { accepted, duplicates: events.length - accepted };
  }

  #charge({ leaseId, epoch, nanos }: Charge): void {
    const lease = this.leases.get(leaseId);
    if (!lease) {
      this.violations.push(`charge to unknown ${leaseId}`);
      return;
    }
    if (lease.epoch !== epoch) this.violations.push(`${leaseId} has epoch ${lease.epoch}, not ${epoch}`);
    lease.spent += nanos;
    if (lease.spent > lease.granted - lease.returned) this.violations.push(`${leaseId} spent more than granted`);
  }

  #answer(ask: LeaseAsk, ledgerId: string): LeaseAnswer {
    const budget = this.budgets.get(ask.budgetId);
    const none = { isScarce: false, isRecalled: false };
    const nothing = { budgetId: ask.budgetId, lease: null, ...none, capNanos: 0n, resetsAtMs: null };
    if (!budget) return { ...nothing, result: "unknown_budget" };
    if (budget.isPaused) return { ...nothing, result: "paused", capNanos: budget.cap, resetsAtMs: budget.endsAtMs };
    let lease = this.#live(ask.budgetId, ledgerId, budget);
    const told = lease && ask.known?.leaseId === lease.id ? ask.known.grantedNanos : 0n;
    const missing = ask.needNanos - ((lease?.granted ?? 0n) - told);
    const available = budget.cap - this.committed(ask.budgetId);
    const isEnough = missing <= available;
    const wanted = (missing > 0n ? missing : 0n) + this.stock;
    const granted = isEnough ? minNanos(wanted, available < 0n ? 0n : available) : 0n;
    if (!lease && granted > 0n) lease = this.#open(ask.budgetId, ledgerId, budget);
    if (lease) {
      lease.granted += granted;
      lease.expiresAtMs = this.nowMs() + this.leaseSeconds * 1000;
    }
    if (this.committed(ask.budgetId) > budget.cap) this.violations.push(`${ask.budgetId} over its cap`);
    return {
      budgetId: ask.budgetId,
      isRecalled: false,
      result: isEnough ? "enough" : "exhausted",
      lease: lease
        ? {
            id: lease.id,
            budgetId: ask.budgetId,
            epoch: lease.epoch,
            startsAtMs: budget.startsAtMs,
            endsAtMs: budget.endsAtMs,
            grantedNanos: lease.granted,
            expiresInSeconds: this.leaseSeconds,
          }
        : null,
      isScarce: budget.cap - this.committed(ask.budgetId) < this.scarceBelow,
      capNanos: budget.cap,
      resetsAtMs: budget.endsAtMs,
    };
  }

  #live(budgetId: string, ledgerId: string, budget: FakeBudget): FakeLease | null {
    const isLive = (lease: FakeLease) =>
      lease.budgetId === budgetId &&
      lease.ledgerId === ledgerId &&
      lease.startsAtMs === budget.startsAtMs &&
      lease.expiresAtMs > this.nowMs();
    return [...this.leases.values()].findLast(isLive) ?? null;
  }

  #open(budgetId: string, ledgerId: string, budget: FakeBudget): FakeLease {
    const money = { granted: 0n, returned: 0n, spent: 0n, expiresAtMs: 0 };
    const epoch = 1 + [...this.leases.values()].filter((one) => one.budgetId === budgetId).length;
    const id = testId("lse", ++this.#count);
    const lease = { id, budgetId, ledgerId, epoch, startsAtMs: budget.startsAtMs, ...money };
    this.leases.set(lease.id, lease);
    return lease;
  }

  #sum(budgetId: string, of: (lease: FakeLease) => bigint): bigint {
    const { startsAtMs } = this.#budget(budgetId);
    return [...this.leases.values()]
      .filter((lease) => lease.budgetId === budgetId && lease.startsAtMs === startsAtMs)
      .reduce((sum, lease) => sum + of(lease), 0n);
  }

  #budget(id: string): FakeBudget {
    const budget = this.budgets.get(id);
    if (!budget) throw new Error(`no budget ${id}`);
    return budget;
  }
}
