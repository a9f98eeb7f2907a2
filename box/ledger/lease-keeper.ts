import { minNanos } from "../../lib/money.ts";
import type { BudgetRule } from "../../lib/protocol/budget.ts";
import type { LeaseAnswer, LeaseRequest, LeaseResponse } from "../../lib/protocol/lease.ts";
import type { UsageEvent } from "../../lib/protocol/usage.ts";
import { Backoff } from "../backoff.ts";
import type { Clock, ServerTime } from "../clock.ts";
import type { Log } from "../log.ts";
import { systemTimers, type Timers } from "../timers.ts";
import { type BudgetState, isRefused, noteAnswer, openBudget, wantsStock } from "./budget-state.ts";
import { freeNanos } from "./core.ts";
import { composeLeaseRequest, type Need } from "./lease-request.ts";
import type { CallFacts, Hold, Ledger } from "./ledger.ts";

export type Refusal = {
  rule: BudgetRule;
  /** `exhausted`: the budget cannot cover it. `unreachable`: the console could not be asked for more in time. */
  reason: "exhausted" | "unreachable";
  neededNanos: bigint;
  capNanos: bigint | null;
  resetsAtMs: number | null;
};

export type Admission = { isAdmitted: true; hold: Hold } | { isAdmitted: false; refusal: Refusal };

type Waiter = Need & { resolve: (admission: Admission) => void; timer: number };

type Parts = {
  ledger: Ledger;
  clock: Clock;
  time: ServerTime;
  /** Throws when the console cannot be reached or refuses. */
  post: (request: LeaseRequest) => Promise<LeaseResponse>;
  log: Log;
  /** How long a call may wait for money. Default 3,000. */
  maxWaitMs?: number;
  timers?: Timers;
  random?: () => number;
};

const tickMs = 250;
const idleSliceMs = 2000;
const goneAfterFailures = 3;

/** Keeps every budget of the box supplied with leases, and lets calls wait a moment for money that is on its way. */
export class LeaseKeeper {
  readonly #parts: Parts;
  readonly #budgets = new Map<string, BudgetState>();
  readonly #waiters = new Set<Waiter>();
  readonly #backoff: Backoff;
  readonly #timers: Timers;
  #hasRules = false;
  #isAsking = false;
  #isClosed = false;
  #retryAtMs = 0;
  #failures = 0;
  #ticker: number | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#backoff = new Backoff({ random: parts.random });
    this.#timers = parts.timers ?? systemTimers;
  }

  /** Begins the periodic work: renewals, returns, closing idle slices. */
  start(): void {
    this.#ticker = this.#timers.setInterval(() => this.#tick(), tickMs);
  }

  /** The budgets of the running configuration; leases of others go back. */
  setRules(rules: readonly BudgetRule[]): void {
    const before = new Map(this.#budgets);
    this.#budgets.clear();
    for (const rule of rules) this.#budgets.set(rule.id, { ...(before.get(rule.id) ?? openBudget(rule)), rule });
    this.#hasRules = true;
    this.#ask();
  }

  budgets(): Iterable<BudgetState> {
    return this.#budgets.values();
  }

  /** Holds `nanos` in every one of `rules`, waiting up to 3 s when a lease must grow first. Never a part of it. */
  admit(rules: readonly BudgetRule[], nanos: bigint): Promise<Admission> {
    const budgetIds = rules.map((rule) => rule.id);
    for (const id of budgetIds) this.#noteHold(id, nanos);
    const now = this.#parts.ledger.hold(budgetIds, nanos);
    if (now.isHeld) return Promise.resolve({ isAdmitted: true, hold: now.hold });
    return new Promise((resolve) => {
      const timer = this.#timers.setTimeout(() => this.#giveUp(waiter), this.#parts.maxWaitMs ?? 3000);
      const waiter: Waiter = { budgetIds, nanos, resolve, timer };
      this.#waiters.add(waiter);
      this.#serve();
      if (this.#waiters.has(waiter)) this.#ask();
    });
  }

  /** What the tightest of these budgets has left at hand on this box, nano-USD; null without a budget. */
  leftNanos(rules: readonly BudgetRule[]): bigint | null {
    const left = rules.map(({ id }) => {
      const lease = this.#parts.ledger.findSpendable(id);
      return lease ? freeNanos(lease.account) : 0n;
    });
    return left.length === 0 ? null : left.reduce(minNanos);
  }

  /** See Ledger.settle. What the call did not use may let a waiting one in. */
  settle(hold: Hold, facts: CallFacts): UsageEvent {
    const event = this.#parts.ledger.settle(hold, facts);
    const nowMs = this.#parts.clock.monotonicMs();
    for (const lease of hold.leases) this.#budgets.get(lease.budgetId)?.burn.record(facts.costNanos, nowMs);
    this.#afterHold(hold);
    return event;
  }

  /** See Ledger.flushed. */
  flushed(): Promise<void> {
    return this.#parts.ledger.flushed();
  }

  release(hold: Hold): void {
    this.#parts.ledger.release(hold);
    this.#afterHold(hold);
  }

  /** The console hints that there may be money, or that a cap changed: forget refusals and ask at once. */
  nudge(): void {
    for (const state of this.#budgets.values()) {
      state.refused = null;
      state.nextStockAskMs = 0;
    }
    this.#retryAtMs = 0;
    this.#ask();
  }

  stop(): void {
    this.#isClosed = true;
    if (this.#ticker !== null) this.#timers.clearInterval(this.#ticker);
    for (const waiter of this.#waiters) this.#giveUp(waiter);
  }

  #tick(): void {
    this.#parts.ledger.closeIdleSlices(idleSliceMs);
    this.#serve();
    this.#ask();
  }

  #noteHold(budgetId: string, nanos: bigint): void {
    const state = this.#budgets.get(budgetId);
    if (state) state.recentHold = nanos;
  }

  #afterHold(hold: Hold): void {
    if (this.#waiters.size > 0) this.#serve();
    const nowMs = this.#parts.clock.monotonicMs();
    const isLow = hold.leases.some((lease) => {
      const state = this.#budgets.get(lease.budgetId);
      return state && wantsStock(state, lease, nowMs);
    });
    if (isLow) this.#ask();
  }

  /** One request at a time; everybody who comes meanwhile is part of the next one. */
  #ask(): void {
    if (this.#isAsking || this.#isClosed || !this.#hasRules) return;
    this.#isAsking = true;
    this.#askUntilQuiet()
      .catch((error: unknown) => this.#parts.log.error({ err: error }, "lease keeper"))
      .finally(() => {
        this.#isAsking = false;
      });
  }

  async #askUntilQuiet(): Promise<void> {
    const { clock, time, ledger, post, log } = this.#parts;
    while (!this.#isClosed && clock.monotonicMs() >= this.#retryAtMs) {
      const sentAtMs = clock.monotonicMs();
      const now = { monotonicMs: sentAtMs, serverMs: time.nowMs() };
      const request = composeLeaseRequest(ledger, this.#budgets, [...this.#waiters], now);
      if (!request) return;
      try {
        this.#apply(request, await post(request), sentAtMs);
        this.#backoff.reset();
        this.#failures = 0;
      } catch (error) {
        this.#failures++;
        this.#retryAtMs = clock.monotonicMs() + this.#backoff.nextMs();
        log.warn({ err: error }, "leases could not be asked for");
      }
      this.#serve();
    }
  }

  #apply(request: LeaseRequest, response: LeaseResponse, sentAtMs: number): void {
    for (const item of request.returns) this.#parts.ledger.confirmReturned(item.leaseId, item.returnedNanos);
    for (const answer of response.answers) {
      const ask = request.asks.find((item) => item.budgetId === answer.budgetId);
      const state = this.#budgets.get(answer.budgetId);
      const gained = this.#accept(answer, sentAtMs, ask?.known?.leaseId ?? null, ask?.known?.grantedNanos ?? 0n);
      const nowMs = this.#parts.clock.monotonicMs();
      if (state) noteAnswer(state, answer, { needNanos: ask?.needNanos ?? 0n, gained, nowMs });
    }
  }

  /** Nano-USD that the answer added. A lease of a budget that left meanwhile is taken too, and goes back next. */
  #accept(answer: LeaseAnswer, sentAtMs: number, knownId: string | null, knownGrant: bigint): bigint {
    const { lease } = answer;
    if (!lease) return 0n;
    // Counted from the sending, which is earlier than the console's answer: never longer than the console thinks.
    const expiresAtMonotonicMs = sentAtMs + lease.expiresInSeconds * 1000;
    this.#parts.ledger.acceptGrant({ ...lease, expiresAtMonotonicMs });
    return lease.grantedNanos - (lease.id === knownId ? knownGrant : 0n);
  }

  /** Lets in whoever fits now, in order of arrival, and turns away whom nothing can help any more. */
  #serve(): void {
    for (const waiter of [...this.#waiters]) {
      const result = this.#parts.ledger.hold(waiter.budgetIds, waiter.nanos);
      if (result.isHeld) this.#finish(waiter, { isAdmitted: true, hold: result.hold });
      else if (this.#isHopeless(result.shortfalls)) this.#giveUp(waiter);
    }
  }

  /**
   * Refused by the console or the console is gone (a single failure may be a blip, three are not), and no call under
   * way in that budget could free money by ending.
   */
  #isHopeless(shortfalls: ReadonlyMap<string, bigint>): boolean {
    const nowMs = this.#parts.clock.monotonicMs();
    return [...shortfalls].some(([budgetId, lacking]) => {
      const state = this.#budgets.get(budgetId);
      if (!state) return true;
      const held = this.#parts.ledger.findSpendable(budgetId)?.account.held ?? 0n;
      return held === 0n && (this.#failures >= goneAfterFailures || isRefused(state, lacking, nowMs));
    });
  }

  #giveUp(waiter: Waiter): void {
    const result = this.#parts.ledger.hold(waiter.budgetIds, waiter.nanos);
    if (result.isHeld) {
      this.#finish(waiter, { isAdmitted: true, hold: result.hold });
      return;
    }
    const [budgetId = ""] = [...result.shortfalls.keys()];
    const state = this.#budgets.get(budgetId);
    const rule = state?.rule ?? { id: budgetId, name: budgetId, connectionId: null };
    const isAnswered = this.#failures === 0 && state?.answer && state.answer.result !== "enough";
    const reason = isAnswered ? "exhausted" : "unreachable";
    const known = { capNanos: state?.answer?.capNanos ?? null, resetsAtMs: state?.answer?.resetsAtMs ?? null };
    this.#finish(waiter, { isAdmitted: false, refusal: { rule, reason, neededNanos: waiter.nanos, ...known } });
  }

  #finish(waiter: Waiter, admission: Admission): void {
    this.#timers.clearTimeout(waiter.timer);
    this.#waiters.delete(waiter);
    waiter.resolve(admission);
  }
}
