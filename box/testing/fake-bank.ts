import { maxNanos, minNanos } from "../../lib/money.ts";
import type { LeaseAnswer, LeaseAsk, LeaseRequest, LeaseResponse } from "../../lib/protocol/lease.ts";
import type { UsageEvent } from "../../lib/protocol/usage.ts";
import { testId } from "../ledger/testing/ids.ts";

type FakeLease = {
  id: string;
  budgetId: string;
  ledgerId: string;
  startsAtMs: number;
  granted: bigint;
  returned: bigint;
  spent: bigint;
  expiresAtMs: number;
};

type FakeBudget = { cap: bigint; startsAtMs: number; endsAtMs: number };

/** The console's side of budgets, as DESIGN §8 wants it, in memory: every debit is checked against the cap. */
export class FakeBank {
  readonly budgets = new Map<string, FakeBudget>();
  readonly leases = new Map<string, FakeLease>();
  readonly events = new Map<string, UsageEvent>();
  readonly violations: string[] = [];
  leaseSeconds = 60;
  /** Working stock granted beyond the need. */
  stock = 50_000_000n;
  requests = 0;
  duplicates = 0;
  #count = 0;

  addBudget(id: string, cap: bigint): void {
    const now = Date.now();
    this.budgets.set(id, { cap, startsAtMs: now - 3_600_000, endsAtMs: now + 3_600_000 });
  }

  /** Ends the period of a budget and begins the next one. */
  rollPeriod(id: string): void {
    const budget = this.#budget(id);
    const now = Date.now();
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
    for (const item of request.returns) {
      const lease = this.leases.get(item.leaseId);
      if (lease && item.returnedNanos > lease.returned) lease.returned = item.returnedNanos;
      if (lease && lease.returned > lease.granted) this.violations.push(`${lease.id} returned more than it got`);
    }
    return { answers: request.asks.map((ask) => this.#answer(ask, request.ledgerId)) };
  }

  takeUsage(events: readonly UsageEvent[]): { accepted: number; duplicates: number } {
    let accepted = 0;
    for (const event of events) {
      const key = `${event.bootId}/${event.seq}`;
      if (this.events.has(key)) continue;
      accepted++;
      this.events.set(key, event);
      for (const charge of event.charges) this.#charge(charge.leaseId, charge.nanos);
    }
    this.duplicates += events.length - accepted;
    return { accepted, duplicates: events.length - accepted };
  }

  #charge(leaseId: string, nanos: bigint): void {
    const lease = this.leases.get(leaseId);
    if (!lease) {
      this.violations.push(`charge to unknown ${leaseId}`);
      return;
    }
    lease.spent += nanos;
    if (lease.spent > lease.granted - lease.returned) this.violations.push(`${leaseId} spent more than granted`);
  }

  #answer(ask: LeaseAsk, ledgerId: string): LeaseAnswer {
    const budget = this.budgets.get(ask.budgetId);
    if (!budget)
      return { budgetId: ask.budgetId, result: "unknown_budget", lease: null, capNanos: 0n, resetsAtMs: null };
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
      lease.expiresAtMs = Date.now() + this.leaseSeconds * 1000;
    }
    if (this.committed(ask.budgetId) > budget.cap) this.violations.push(`${ask.budgetId} over its cap`);
    return {
      budgetId: ask.budgetId,
      result: isEnough ? "enough" : "exhausted",
      lease: lease
        ? {
            id: lease.id,
            budgetId: ask.budgetId,
            startsAtMs: budget.startsAtMs,
            endsAtMs: budget.endsAtMs,
            grantedNanos: lease.granted,
            expiresInSeconds: this.leaseSeconds,
          }
        : null,
      capNanos: budget.cap,
      resetsAtMs: budget.endsAtMs,
    };
  }

  #live(budgetId: string, ledgerId: string, budget: FakeBudget): FakeLease | null {
    const isLive = (lease: FakeLease) =>
      lease.budgetId === budgetId &&
      lease.ledgerId === ledgerId &&
      lease.startsAtMs === budget.startsAtMs &&
      lease.expiresAtMs > Date.now();
    return [...this.leases.values()].findLast(isLive) ?? null;
  }

  #open(budgetId: string, ledgerId: string, budget: FakeBudget): FakeLease {
    const money = { granted: 0n, returned: 0n, spent: 0n, expiresAtMs: 0 };
    const lease = { id: testId("lse", ++this.#count), budgetId, ledgerId, startsAtMs: budget.startsAtMs, ...money };
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
