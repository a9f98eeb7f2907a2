import { minNanos } from "../../lib/money.ts";
import type { BudgetRule } from "../../lib/protocol/budget.ts";
import type { LeaseRequest, LeaseResponse } from "../../lib/protocol/lease.ts";
import type { UsageEvent } from "../../lib/protocol/usage.ts";
import type { Clock, ServerTime } from "../clock.ts";
import type { Log } from "../log.ts";
import { systemTimers, type Timers } from "../timers.ts";
import type { Admission, Refusal } from "./admission.ts";
import { type BudgetState, isPaused, isRecalling, isRefused, openBudget, wantsStock } from "./budget-state.ts";
import { freeNanos } from "./core.ts";
import { LeaseExchange } from "./lease-exchange.ts";
import type { CallFacts, Hold, HoldResult, Ledger } from "./ledger.ts";
import { WaitingCalls } from "./waiting-calls.ts";

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

/** Keeps every budget of the box supplied with leases, and lets calls wait a moment for money that is on its way. */
export class LeaseKeeper {
  readonly #ledger: Ledger;
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #idleReturnMs: number;
  readonly #budgets = new Map<string, BudgetState>();
  readonly #waiting: WaitingCalls;
  readonly #exchange: LeaseExchange;
  #hasRules = false;
  #ticker: number | null = null;

  constructor({ ledger, clock, time, post, log, timers = systemTimers, ...options }: Parts) {
    const { maxWaitMs = 3000, maxAnswerMs = 30_000, idleReturnMs = 60_000, random } = options;
    this.#ledger = ledger;
    this.#clock = clock;
    this.#timers = timers;
    this.#idleReturnMs = idleReturnMs;
    this.#waiting = new WaitingCalls({
      timers,
      maxWaitMs,
      hold: (budgetIds, nanos) => this.#hold(budgetIds, nanos),
      release: (hold) => ledger.release(hold),
      leftNanos: (rules) => this.leftNanos(rules),
      isPaused: (rule) => this.#isPaused(rule),
      isHopeless: (shortfalls) => this.#isHopeless(shortfalls),
      refusalOf: (rule, nanos, isPausedNow) => this.#refusalOf(rule, nanos, isPausedNow),
    });
    this.#exchange = new LeaseExchange({
      ...{ ledger, clock, time, timers, random, post, log, maxAnswerMs, idleReturnMs },
      budgets: this.#budgets,
      needs: () => this.#waiting.needs(),
      onNews: () => this.#waiting.serve(),
    });
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
      const state = { ...(known ?? openBudget(rule, this.#clock.monotonicMs())), rule };
      const isResumed = known?.rule.isPaused === true && !rule.isPaused;
      if (isResumed) state.answer = null;
      if (isResumed || !this.#exchange.mayInherit) state.isAskDue = true;
      this.#budgets.set(rule.id, state);
    }
    this.#hasRules = true;
    this.#waiting.serve();
    this.#ask();
  }

  /**
   * Holds `nanos` in every hard one of `rules`, waiting up to 3 s when a lease must grow first. Never a part of it,
   * unless `leastNanos` is given: then, where the console cannot cover it all, as much as there is from that on.
   */
  async admit(rules: readonly BudgetRule[], nanos: bigint, leastNanos = nanos): Promise<Admission> {
    const nowMs = this.#clock.monotonicMs();
    // What is free needs no lease, so that a model that costs nothing can be the way out of an exhausted budget.
    const hard = nanos === 0n ? [] : rules.filter(({ isSoft }) => !isSoft);
    for (const { id } of hard) {
      const state = this.#budgets.get(id);
      if (state) Object.assign(state, { recentHold: nanos, lastUsedMs: nowMs });
    }
    const paused = rules.find((rule) => this.#isPaused(rule));
    if (paused) return { isAdmitted: false, refusal: this.#refusalOf(paused, nanos, true) };
    const budgetIds = hard.map((rule) => rule.id);
    const now = this.#hold(budgetIds, nanos);
    if (now.isHeld) return { isAdmitted: true, hold: now.hold };
    const admission = this.#waiting.wait({ rules: hard, mostNanos: nanos, leastNanos });
    if (this.#waiting.size > 0) this.#ask();
    return await admission;
  }

  /** What the tightest of these budgets has left at hand on this box, nano-USD; null without a hard budget. */
  leftNanos(rules: readonly BudgetRule[]): bigint | null {
    const left = rules
      .filter(({ isSoft }) => !isSoft)
      .map(({ id }) => {
        const lease = this.#ledger.findSpendable(id);
        return lease ? freeNanos(lease.account) : 0n;
      });
    return left.length === 0 ? null : left.reduce(minNanos);
  }

  /** See Ledger.settle. What the call did not use may let a waiting one in. */
  settle(hold: Hold, facts: CallFacts): UsageEvent {
    const event = this.#ledger.settle(hold, facts);
    const nowMs = this.#clock.monotonicMs();
    for (const lease of hold.leases) this.#budgets.get(lease.budgetId)?.burn.record(facts.costNanos, nowMs);
    this.#afterHold(hold);
    return event;
  }

  /** See Ledger.flushed. */
  flushed(): Promise<void> {
    return this.#ledger.flushed();
  }

  release(hold: Hold): void {
    this.#ledger.release(hold);
    this.#afterHold(hold);
  }

  /**
   * The console hints that there may be money, that others lack it, or that a cap changed, or is back after a silence:
   * forget refusals and ask about every budget, once a second at most.
   */
  nudge(): void {
    if (this.#hasRules) this.#exchange.nudge();
  }

  stop(): void {
    this.#exchange.stop();
    if (this.#ticker !== null) this.#timers.clearInterval(this.#ticker);
    this.#waiting.stop();
  }

  #ask(): void {
    if (this.#hasRules) this.#exchange.ask();
  }

  #tick(): void {
    this.#ledger.closeIdleSlices(idleSliceMs);
    this.#waiting.serve();
    this.#ask();
  }

  #afterHold(hold: Hold): void {
    if (this.#waiting.size > 0) this.#waiting.serve();
    const nowMs = this.#clock.monotonicMs();
    let isLow = false;
    for (const lease of hold.leases) {
      const state = this.#budgets.get(lease.budgetId);
      if (!state) continue;
      state.lastUsedMs = nowMs;
      isLow ||= wantsStock(state, lease, nowMs, this.#idleReturnMs);
    }
    if (isLow) this.#ask();
  }

  #hold(budgetIds: readonly string[], nanos: bigint): HoldResult {
    if (this.#exchange.mayInherit || budgetIds.length === 0) return this.#ledger.hold(budgetIds, nanos);
    return { isHeld: false, shortfalls: new Map(budgetIds.map((id) => [id, nanos])) };
  }

  #isPaused(rule: BudgetRule): boolean {
    const state = this.#budgets.get(rule.id);
    return rule.isPaused || (state !== undefined && isPaused(state));
  }

  /**
   * Refused by the console or the console is gone (a single failure may be a blip, three are not), and no call under
   * way in that budget could free money by ending.
   */
  #isHopeless(shortfalls: ReadonlyMap<string, bigint>): boolean {
    if (!this.#exchange.mayInherit) return false;
    const nowMs = this.#clock.monotonicMs();
    return [...shortfalls].some(([budgetId, lacking]) => {
      const state = this.#budgets.get(budgetId);
      if (!state) return true;
      const held = this.#ledger.findSpendable(budgetId)?.account.held ?? 0n;
      if (held > 0n || isRecalling(state, nowMs)) return false;
      return this.#exchange.failures >= goneAfterFailures || isRefused(state, lacking, nowMs);
    });
  }

  #refusalOf(rule: BudgetRule, neededNanos: bigint, isPausedNow: boolean): Refusal {
    const answer = this.#budgets.get(rule.id)?.answer;
    const isAnswered = this.#exchange.failures === 0 && answer && answer.result !== "enough";
    const reason = isPausedNow ? "paused" : isAnswered ? "exhausted" : "unreachable";
    const known = { capNanos: answer?.capNanos ?? null, resetsAtMs: answer?.resetsAtMs ?? null };
    return { rule, reason, neededNanos, ...known };
  }
}
