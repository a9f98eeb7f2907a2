import { minNanos } from "../../lib/money.ts";
import type { BudgetRule } from "../../lib/protocol/budget.ts";
import type { LeaseRequest, LeaseResponse } from "../../lib/protocol/lease.ts";
import type { UsageEvent } from "../../lib/protocol/usage.ts";
import { Backoff } from "../backoff.ts";
import type { Clock, ServerTime } from "../clock.ts";
import type { Log } from "../log.ts";
import { systemTimers, type Timers } from "../timers.ts";
import { type Admission, type Refusal, strictest } from "./admission.ts";
import { applyAnswers } from "./apply-answers.ts";
import { type BudgetState, isPaused, isRecalling, isRefused, openBudget, wantsStock } from "./budget-state.ts";
import { freeNanos } from "./core.ts";
import { type Need, planExchange } from "./lease-request.ts";
import type { CallFacts, Hold, HoldResult, Ledger } from "./ledger.ts";

type Waiter = Need & {
  /** What it waits for now: all it asked for, or the next lower step where that was refused. */
  nanos: bigint;
  readonly mostNanos: bigint;
  readonly leastNanos: bigint;
  readonly rules: readonly BudgetRule[];
  readonly resolve: (admission: Admission) => void;
  timer: number;
};

type Parts = {
  ledger: Ledger;
  clock: Clock;
  time: ServerTime;
  /** Throws when the console cannot be reached or refuses. */
  post: (request: LeaseRequest) => Promise<LeaseResponse>;
  log: Log;
  /** How long a call may wait for money. Default 3,000. */
  maxWaitMs?: number;
  /** How long an answer of the console is waited for; one that comes later is not read. Default 30,000. */
  maxAnswerMs?: number;
  /** A lease without a call for that long gives back what the next calls will not need. Default 60,000. */
  idleReturnMs?: number;
  timers?: Timers;
  random?: () => number;
};

const tickMs = 250;
const idleSliceMs = 2000;
const goneAfterFailures = 3;
const roundPauseMs = 1000;

/** Keeps every budget of the box supplied with leases, and lets calls wait a moment for money that is on its way. */
export class LeaseKeeper {
  readonly #parts: Parts;
  readonly #idleReturnMs: number;
  readonly #budgets = new Map<string, BudgetState>();
  readonly #waiters = new Set<Waiter>();
  readonly #backoff: Backoff;
  readonly #timers: Timers;
  #hasRules = false;
  #isAsking = false;
  #isClosed = false;
  #isNudged = false;
  #nextRoundMs = 0;
  #retryAtMs = 0;
  #failures = 0;
  #ticker: number | null = null;
  /**
   * Leases on disk when the process began are spent only after the first exchange was answered, or could not be made:
   * the disk may be an older copy of itself, which the console recognizes by the exchange's number. Open remains what
   * a restored box spends offline, between its start and its first contact: at most what was free in its leases
   * when the copy was made, and the console learns of it by the events.
   */
  #mayInherit: boolean;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#idleReturnMs = parts.idleReturnMs ?? 60_000;
    this.#backoff = new Backoff({ random: parts.random });
    this.#timers = parts.timers ?? systemTimers;
    this.#mayInherit = !parts.ledger.hasInherited;
  }

  /** Begins the periodic work: renewals, returns, closing idle slices. */
  start(): void {
    this.#ticker = this.#timers.setInterval(() => this.#tick(), tickMs);
  }

  /** The budgets of the running configuration; leases of others go back. Soft ones need none. */
  setRules(rules: readonly BudgetRule[]): void {
    const before = new Map(this.#budgets);
    this.#budgets.clear();
    for (const rule of rules.filter(({ isSoft }) => !isSoft)) {
      const known = before.get(rule.id);
      const isResumed = known?.rule.isPaused === true && !rule.isPaused;
      const state = { ...(known ?? openBudget(rule, this.#now())), rule };
      if (isResumed) Object.assign(state, { answer: null, isAskDue: true });
      if (!this.#mayInherit) state.isAskDue = true;
      this.#budgets.set(rule.id, state);
    }
    this.#hasRules = true;
    this.#ask();
  }

  /**
   * Holds `nanos` in every hard one of `rules`, waiting up to 3 s when a lease must grow first. Never a part of it,
   * unless `leastNanos` is given: then, where the console cannot cover it all, as much as there is from that on.
   */
  admit(rules: readonly BudgetRule[], nanos: bigint, leastNanos = nanos): Promise<Admission> {
    const nowMs = this.#now();
    const paused = rules.find((rule) => this.#isPaused(rule));
    const hard = rules.filter(({ isSoft }) => !isSoft);
    // What is free needs no lease, so that a model that costs nothing can be the way out of an exhausted budget.
    const budgetIds = nanos === 0n ? [] : hard.map((rule) => rule.id);
    for (const id of budgetIds) {
      const state = this.#budgets.get(id);
      if (state) Object.assign(state, { recentHold: nanos, lastUsedMs: nowMs });
    }
    if (paused) return Promise.resolve({ isAdmitted: false, refusal: this.#refusal(paused, "paused", nanos) });
    const now = this.#hold(budgetIds, nanos);
    if (now.isHeld) return Promise.resolve({ isAdmitted: true, hold: now.hold });
    return new Promise((resolve) => {
      const waiter: Waiter = { budgetIds, rules: hard, nanos, mostNanos: nanos, leastNanos, resolve, timer: 0 };
      waiter.timer = this.#timers.setTimeout(() => this.#giveUp(waiter), this.#parts.maxWaitMs ?? 3000);
      this.#waiters.add(waiter);
      this.#serve();
      if (this.#waiters.has(waiter)) this.#ask();
    });
  }

  /** What the tightest of these budgets has left at hand on this box, nano-USD; null without a hard budget. */
  leftNanos(rules: readonly BudgetRule[]): bigint | null {
    const left = rules.filter(({ isSoft }) => !isSoft).map(({ id }) => this.#freeOf(id));
    return left.length === 0 ? null : left.reduce(minNanos);
  }

  /** See Ledger.settle. What the call did not use may let a waiting one in. */
  settle(hold: Hold, facts: CallFacts): UsageEvent {
    const event = this.#parts.ledger.settle(hold, facts);
    const nowMs = this.#now();
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

  /**
   * The console hints that there may be money, that others lack it, or that a cap changed, or is back after a silence:
   * forget refusals and ask about every budget, once a second at most.
   */
  nudge(): void {
    this.#isNudged = true;
    this.#retryAtMs = 0;
    this.#ask();
  }

  stop(): void {
    this.#isClosed = true;
    if (this.#ticker !== null) this.#timers.clearInterval(this.#ticker);
    for (const waiter of this.#waiters) this.#giveUp(waiter);
  }

  #now(): number {
    return this.#parts.clock.monotonicMs();
  }

  #isPaused(rule: BudgetRule): boolean {
    const state = this.#budgets.get(rule.id);
    return rule.isPaused || (state !== undefined && isPaused(state));
  }

  #freeOf(budgetId: string): bigint {
    const lease = this.#parts.ledger.findSpendable(budgetId);
    return lease ? freeNanos(lease.account) : 0n;
  }

  #tick(): void {
    this.#parts.ledger.closeIdleSlices(idleSliceMs);
    this.#serve();
    this.#ask();
  }

  #afterHold(hold: Hold): void {
    if (this.#waiters.size > 0) this.#serve();
    const nowMs = this.#now();
    let isLow = false;
    for (const lease of hold.leases) {
      const state = this.#budgets.get(lease.budgetId);
      if (!state) continue;
      state.lastUsedMs = nowMs;
      isLow ||= wantsStock(state, lease, nowMs, this.#idleReturnMs);
    }
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
    while (!this.#isClosed && this.#now() >= this.#retryAtMs) {
      this.#beginRound();
      const monotonicMs = this.#now();
      const plan = planExchange(this.#parts.ledger, {
        budgets: this.#budgets,
        needs: [...this.#waiters],
        monotonicMs,
        serverMs: this.#parts.time.nowMs(),
        idleReturnMs: this.#idleReturnMs,
      });
      if (!plan) return;
      const mark = this.#parts.ledger.beginExchange(plan.givenBack);
      const request = { ...mark, returns: plan.returns, asks: plan.asks };
      try {
        this.#apply(request, await this.#answerTo(request), monotonicMs);
        this.#failures = 0;
      } catch (error) {
        this.#failures++;
        this.#retryLater();
        this.#parts.log.warn({ err: error }, "leases could not be asked for");
      }
      this.#mayInherit = true;
      this.#serve();
    }
  }

  #beginRound(): void {
    const nowMs = this.#now();
    if (!this.#isNudged || nowMs < this.#nextRoundMs) return;
    this.#isNudged = false;
    this.#nextRoundMs = nowMs + roundPauseMs;
    for (const state of this.#budgets.values()) Object.assign(state, { refused: null, isAskDue: true });
  }

  /** The first of answer and time limit: what comes after the limit was never waited for. */
  async #answerTo(request: LeaseRequest): Promise<LeaseResponse> {
    const late = Promise.withResolvers<never>();
    const limitMs = this.#parts.maxAnswerMs ?? 30_000;
    const timer = this.#timers.setTimeout(() => late.reject(new Error("the console did not answer in time")), limitMs);
    try {
      return await Promise.race([this.#parts.post(request), late.promise]);
    } finally {
      this.#timers.clearTimeout(timer);
    }
  }

  #apply(request: LeaseRequest, response: LeaseResponse, sentAtMs: number): void {
    const { ledger, log } = this.#parts;
    if (response.isStaleLedger) {
      ledger.startAnew();
      log.error({ exchangeNo: request.exchangeNo }, "the ledger is older than the console knows it: a new one begins");
      this.#retryLater();
      return;
    }
    applyAnswers(ledger, this.#budgets, { request, response, sentAtMs, nowMs: this.#now() });
    this.#backoff.reset();
  }

  #retryLater(): void {
    this.#retryAtMs = this.#now() + this.#backoff.nextMs();
  }

  #hold(budgetIds: readonly string[], nanos: bigint): HoldResult {
    const { ledger } = this.#parts;
    if (this.#mayInherit || budgetIds.length === 0) return ledger.hold(budgetIds, nanos);
    return { isHeld: false, shortfalls: new Map(budgetIds.map((id) => [id, nanos])) };
  }

  /** Lets in whoever fits now, in order of arrival, and turns away whom nothing can help any more. */
  #serve(): void {
    for (const waiter of [...this.#waiters]) {
      let result = this.#hold(waiter.budgetIds, waiter.nanos);
      while (!result.isHeld && this.#isHopeless(waiter, result.shortfalls) && this.#lower(waiter)) {
        result = this.#hold(waiter.budgetIds, waiter.nanos);
      }
      if (result.isHeld) this.#admitted(waiter, result.hold);
      else if (this.#isHopeless(waiter, result.shortfalls)) this.#giveUp(waiter);
    }
  }

  /** Halves what the waiter waits for, down to its least; false when it is there already. */
  #lower(waiter: Waiter): boolean {
    if (waiter.nanos <= waiter.leastNanos) return false;
    const half = waiter.nanos / 2n;
    waiter.nanos = half > waiter.leastNanos ? half : waiter.leastNanos;
    return true;
  }

  /** Whoever was content with less takes all there is, up to what it came for. */
  #admitted(waiter: Waiter, hold: Hold): void {
    const rest = waiter.mostNanos - waiter.nanos;
    const more = rest > 0n ? minNanos(rest, this.leftNanos(waiter.rules) ?? 0n) : 0n;
    if (more === 0n) {
      this.#finish(waiter, { isAdmitted: true, hold });
      return;
    }
    this.#parts.ledger.release(hold);
    const all = this.#hold(waiter.budgetIds, waiter.nanos + more);
    if (!all.isHeld) throw new Error("what was free a moment ago is free");
    this.#finish(waiter, { isAdmitted: true, hold: all.hold });
  }

  /**
   * Refused by the console or the console is gone (a single failure may be a blip, three are not), and no call under
   * way in that budget could free money by ending; or paused.
   */
  #isHopeless(waiter: Waiter, shortfalls: ReadonlyMap<string, bigint>): boolean {
    if (waiter.rules.some((rule) => this.#isPaused(rule))) return true;
    if (!this.#mayInherit) return false;
    return [...shortfalls].some(([budgetId, lacking]) => {
      const state = this.#budgets.get(budgetId);
      if (!state) return true;
      const held = this.#parts.ledger.findSpendable(budgetId)?.account.held ?? 0n;
      if (held > 0n || isRecalling(state, this.#now())) return false;
      return this.#failures >= goneAfterFailures || isRefused(state, lacking, this.#now());
    });
  }

  #giveUp(waiter: Waiter): void {
    const paused = waiter.rules.find((rule) => this.#isPaused(rule));
    const left = this.leftNanos(waiter.rules) ?? 0n;
    if (left >= waiter.leastNanos) waiter.nanos = minNanos(waiter.nanos, left);
    const result = paused ? null : this.#hold(waiter.budgetIds, waiter.nanos);
    if (result?.isHeld) {
      this.#admitted(waiter, result.hold);
      return;
    }
    const short = waiter.rules.filter(({ id }) => result?.shortfalls.has(id));
    const rule = paused ?? strictest(short) ?? waiter.rules[0];
    if (!rule) throw new Error("a call without a budget never waits");
    const state = this.#budgets.get(rule.id);
    const isAnswered = this.#failures === 0 && state?.answer && state.answer.result !== "enough";
    const reason = paused ? "paused" : isAnswered ? "exhausted" : "unreachable";
    this.#finish(waiter, { isAdmitted: false, refusal: this.#refusal(rule, reason, waiter.mostNanos) });
  }

  #refusal(rule: BudgetRule, reason: Refusal["reason"], neededNanos: bigint): Refusal {
    const answer = this.#budgets.get(rule.id)?.answer;
    const known = { capNanos: answer?.capNanos ?? null, resetsAtMs: answer?.resetsAtMs ?? null };
    return { rule, reason, neededNanos, ...known };
  }

  #finish(waiter: Waiter, admission: Admission): void {
    this.#timers.clearTimeout(waiter.timer);
    this.#waiters.delete(waiter);
    waiter.resolve(admission);
  }
}
