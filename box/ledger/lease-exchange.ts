import type { LeaseRequest, LeaseResponse } from "../../lib/protocol/lease.ts";
import { Backoff } from "../backoff.ts";
import type { Clock, ServerTime } from "../clock.ts";
import type { Log } from "../log.ts";
import type { Timers } from "../timers.ts";
import { applyAnswers } from "./apply-answers.ts";
import type { BudgetState } from "./budget-state.ts";
import { type Need, planExchange } from "./lease-request.ts";
import type { Ledger } from "./ledger.ts";

type Parts = {
  ledger: Ledger;
  clock: Clock;
  time: ServerTime;
  timers: Timers;
  random?: (() => number) | undefined;
  /** Throws when the console cannot be reached or refuses. */
  post: (request: LeaseRequest) => Promise<LeaseResponse>;
  log: Log;
  /** See LeaseKeeper. */
  maxAnswerMs: number;
  idleReturnMs: number;
  budgets: ReadonlyMap<string, BudgetState>;
  needs: () => readonly Need[];
  /** The console answered or could not be reached: somebody may fit now, or has nothing to wait for. */
  onNews: () => void;
};

const roundPauseMs = 1000;

/** Talks with the console about leases: one request at a time, until there is nothing left to tell or to ask. */
export class LeaseExchange {
  readonly #parts: Parts;
  readonly #backoff: Backoff;
  #isRunning = false;
  #isClosed = false;
  #isNudged = false;
  #nextRoundMs = 0;
  #retryAtMs = 0;
  #failures = 0;
  #mayInherit: boolean;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#backoff = new Backoff({ random: parts.random });
    this.#mayInherit = !parts.ledger.hasInherited;
  }

  /** How often the console could not be reached since its last answer. */
  get failures(): number {
    return this.#failures;
  }

  /**
   * Leases on disk when the process began are spent only after the first exchange was answered, or could not be made:
   * the disk may be an older copy of itself, which the console recognizes by the exchange's number. Open remains what
   * a restored box spends offline, between its start and its first contact: at most what was free in its leases when
   * the copy was made, and the console learns of it by the events.
   */
  get mayInherit(): boolean {
    return this.#mayInherit;
  }

  /** Does what is due; everybody who comes meanwhile is part of the next request. */
  ask(): void {
    if (this.#isRunning || this.#isClosed) return;
    this.#isRunning = true;
    this.#untilQuiet()
      .catch((error: unknown) => this.#parts.log.error({ err: error }, "lease keeper"))
      .finally(() => {
        this.#isRunning = false;
      });
  }

  /** Ask about every budget, once a second at most, and do not wait out a pause. */
  nudge(): void {
    this.#isNudged = true;
    this.#retryAtMs = 0;
    this.ask();
  }

  stop(): void {
    this.#isClosed = true;
  }

  async #untilQuiet(): Promise<void> {
    const { ledger, log, onNews } = this.#parts;
    while (!this.#isClosed && this.#now() >= this.#retryAtMs) {
      const sentAtMs = this.#now();
      const request = this.#next(sentAtMs);
      if (!request) return;
      try {
        const response = await this.#answerTo(request);
        if (response.isStaleLedger) this.#beginAnew(request);
        else applyAnswers(ledger, this.#parts.budgets, { request, response, sentAtMs, nowMs: this.#now() });
        if (!response.isStaleLedger) this.#backoff.reset();
        this.#failures = 0;
      } catch (error) {
        this.#failures++;
        this.#retryLater();
        this.#askAgain(request);
        log.warn({ err: error }, "leases could not be asked for");
      }
      this.#mayInherit = true;
      onNews();
    }
  }

  /** Numbered and on disk; null when nothing is due. */
  #next(nowMs: number): LeaseRequest | null {
    const { ledger, budgets, needs, time, idleReturnMs } = this.#parts;
    this.#beginRound(nowMs);
    const plan = planExchange(ledger, {
      budgets,
      needs: needs(),
      monotonicMs: nowMs,
      serverMs: time.nowMs(),
      idleReturnMs,
    });
    if (!plan) return null;
    const mark = ledger.beginExchange(plan.givenBack);
    for (const { lease } of plan.givenBack) {
      const state = budgets.get(lease.budgetId);
      if (state) state.lastGain = 0n;
    }
    return { ...mark, returns: plan.returns, asks: plan.asks };
  }

  #beginRound(nowMs: number): void {
    if (!this.#isNudged || nowMs < this.#nextRoundMs) return;
    this.#isNudged = false;
    this.#nextRoundMs = nowMs + roundPauseMs;
    for (const state of this.#parts.budgets.values()) Object.assign(state, { refused: null, isAskDue: true });
  }

  /** The first of answer and time limit: what comes after the limit is not read by anybody. */
  async #answerTo(request: LeaseRequest): Promise<LeaseResponse> {
    const { post, timers, maxAnswerMs } = this.#parts;
    const late = Promise.withResolvers<never>();
    const timer = timers.setTimeout(() => late.reject(new Error("the console did not answer in time")), maxAnswerMs);
    try {
      return await Promise.race([post(request), late.promise]);
    } finally {
      timers.clearTimeout(timer);
    }
  }

  /** The console may have granted what this box never heard of; until it asks again that money is nobody's. */
  #askAgain({ asks }: LeaseRequest): void {
    for (const { budgetId } of asks) {
      const state = this.#parts.budgets.get(budgetId);
      if (state) state.isAskDue = true;
    }
  }

  #beginAnew({ exchangeNo }: LeaseRequest): void {
    this.#parts.ledger.startAnew();
    this.#parts.log.error({ exchangeNo }, "the ledger is older than the console knows it: a new one begins");
    // The console must hear of the new ledger, or it would keep the old one's leases for live.
    for (const state of this.#parts.budgets.values()) state.isAskDue = true;
    // A console that says so again and again must not be asked without a pause.
    this.#retryLater();
  }

  #retryLater(): void {
    this.#retryAtMs = this.#now() + this.#backoff.nextMs();
  }

  #now(): number {
    return this.#parts.clock.monotonicMs();
  }
}
