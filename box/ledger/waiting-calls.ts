import { minNanos } from "../../lib/money.ts";
import type { BudgetRule } from "../../lib/protocol/budget.ts";
import type { Timers } from "../timers.ts";
import { type Admission, type Refusal, strictest } from "./admission.ts";
import type { Need } from "./lease-request.ts";
import type { Hold, HoldResult } from "./ledger.ts";

/** What a call comes for: hard budgets, the amount, and the least that would do. */
export type Wish = { rules: readonly BudgetRule[]; mostNanos: bigint; leastNanos: bigint };

type Waiter = Wish &
  Need & {
    /** What it waits for now: all it came for, or the next lower step where that was refused. */
    nanos: bigint;
    readonly resolve: (admission: Admission) => void;
    timer: number;
  };

type Parts = {
  timers: Timers;
  maxWaitMs: number;
  hold: (budgetIds: readonly string[], nanos: bigint) => HoldResult;
  release: (hold: Hold) => void;
  leftNanos: (rules: readonly BudgetRule[]) => bigint | null;
  isPaused: (rule: BudgetRule) => boolean;
  /** Whether nothing can come any more that covers what a budget lacks. */
  isHopeless: (shortfalls: ReadonlyMap<string, bigint>) => boolean;
  refusalOf: (rule: BudgetRule, neededNanos: bigint, isPaused: boolean) => Refusal;
};

/** Calls that wait a moment for money that is on its way, in order of arrival. */
export class WaitingCalls {
  readonly #parts: Parts;
  readonly #waiters = new Set<Waiter>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get size(): number {
    return this.#waiters.size;
  }

  needs(): readonly Need[] {
    return [...this.#waiters];
  }

  /** Resolves when it was let in or turned away, after `maxWaitMs` at the latest. */
  wait(wish: Wish): Promise<Admission> {
    return new Promise((resolve) => {
      const budgetIds = wish.rules.map(({ id }) => id);
      const waiter: Waiter = { ...wish, budgetIds, nanos: wish.mostNanos, resolve, timer: 0 };
      waiter.timer = this.#parts.timers.setTimeout(() => this.#giveUp(waiter), this.#parts.maxWaitMs);
      this.#waiters.add(waiter);
      this.#serveOne(waiter);
    });
  }

  /** Lets in whoever fits now and turns away whom nothing can help any more. */
  serve(): void {
    for (const waiter of [...this.#waiters]) this.#serveOne(waiter);
  }

  /** Turns everybody away who does not fit as it is. */
  stop(): void {
    for (const waiter of [...this.#waiters]) this.#giveUp(waiter);
  }

  #serveOne(waiter: Waiter): void {
    const { hold } = this.#parts;
    let result = hold(waiter.budgetIds, waiter.nanos);
    while (!result.isHeld && this.#isHopeless(waiter, result.shortfalls) && lower(waiter)) {
      result = hold(waiter.budgetIds, waiter.nanos);
    }
    if (result.isHeld) this.#letIn(waiter, result.hold);
    else if (this.#isHopeless(waiter, result.shortfalls)) this.#giveUp(waiter);
  }

  #isHopeless({ rules }: Waiter, shortfalls: ReadonlyMap<string, bigint>): boolean {
    return rules.some((rule) => this.#parts.isPaused(rule)) || this.#parts.isHopeless(shortfalls);
  }

  /** Whoever was content with less takes all there is, up to what it came for. */
  #letIn(waiter: Waiter, hold: Hold): void {
    const rest = waiter.mostNanos - waiter.nanos;
    const more = rest > 0n ? minNanos(rest, this.#parts.leftNanos(waiter.rules) ?? 0n) : 0n;
    if (more === 0n) {
      this.#finish(waiter, { isAdmitted: true, hold });
      return;
    }
    this.#parts.release(hold);
    const all = this.#parts.hold(waiter.budgetIds, waiter.nanos + more);
    if (!all.isHeld) throw new Error("what was free a moment ago is free");
    this.#finish(waiter, { isAdmitted: true, hold: all.hold });
  }

  #giveUp(waiter: Waiter): void {
    const { hold, leftNanos, isPaused, refusalOf } = this.#parts;
    const paused = waiter.rules.find(isPaused);
    const left = leftNanos(waiter.rules) ?? 0n;
    if (left >= waiter.leastNanos) waiter.nanos = minNanos(waiter.nanos, left);
    const result = paused ? null : hold(waiter.budgetIds, waiter.nanos);
    if (result?.isHeld) {
      this.#letIn(waiter, result.hold);
      return;
    }
    const rule = paused ?? strictest(waiter.rules.filter(({ id }) => result?.shortfalls.has(id)));
    if (!rule) throw new Error("a call that is refused lacks money in one of its budgets");
    this.#finish(waiter, { isAdmitted: false, refusal: refusalOf(rule, waiter.mostNanos, paused !== undefined) });
  }

  #finish(waiter: Waiter, admission: Admission): void {
    this.#parts.timers.clearTimeout(waiter.timer);
    this.#waiters.delete(waiter);
    waiter.resolve(admission);
  }
}

/** Halves what it waits for, down to its least; false when it is there already. */
function lower(waiter: Waiter): boolean {
  if (waiter.nanos <= waiter.leastNanos) return false;
  const half = waiter.nanos / 2n;
  waiter.nanos = half > waiter.leastNanos ? half : waiter.leastNanos;
  return true;
}
