import { maxNanos, minNanos } from "../../lib/money.ts";
import type { BudgetRule } from "../../lib/protocol/budget.ts";
import type { LeaseAnswer } from "../../lib/protocol/lease.ts";
import { BurnMeter } from "./burn-meter.ts";
import { freeNanos } from "./core.ts";
import type { LeaseRecord } from "./lease-record.ts";

/** What the box remembers about one budget between two answers of the console. Times are monotonic milliseconds. */
export type BudgetState = {
  readonly rule: BudgetRule;
  readonly burn: BurnMeter;
  /** What the last answer added that added anything; 0 once an idle box has given its stock back. */
  lastGain: bigint;
  gainedAtMs: number;
  recentHold: bigint;
  /** When a call last came or ended; at first, when the budget came. */
  lastUsedMs: number;
  /** No ask for mere stock before this. */
  nextStockAskMs: number;
  /** Ask about it whatever is at hand: the console may have news. */
  isAskDue: boolean;
  /** How long the lease lives from answer to expiry. */
  lifeMs: number;
  /** The console could not cover this much; asking again before `untilMs` is pointless. */
  refused: { needNanos: bigint; untilMs: number } | null;
  /** Others were asked to give back what this box lacks; until then it is worth waiting. */
  recallEndsMs: number;
  /** By the last answer, others lack money. */
  isScarce: boolean;
  answer: Pick<LeaseAnswer, "result" | "capNanos" | "resetsAtMs"> | null;
};

export function openBudget(rule: BudgetRule, nowMs: number): BudgetState {
  const money = { lastGain: 0n, gainedAtMs: nowMs, recentHold: 0n, lastUsedMs: nowMs };
  const memory = {
    recallEndsMs: Number.NEGATIVE_INFINITY,
    nextStockAskMs: 0,
    isAskDue: true,
    lifeMs: 0,
    refused: null,
    isScarce: false,
    answer: null,
  };
  return { rule, burn: new BurnMeter(), ...money, ...memory };
}

/** Nothing may be spent under it now, as far as this box knows. */
export function isPaused({ rule, answer }: BudgetState): boolean {
  return rule.isPaused || answer?.result === "paused";
}

/**
 * Whether to ask for money before a call needs it: the budget is in use and there is no lease, or less left than half of
 * the last gain or two recent holds, or the lease has lived half of its life. A box that gave its stock back because
 * it was idle asks only when less than one recent hold is left, or else every call would fetch what the next pause returns.
 */
export function wantsStock(state: BudgetState, lease: LeaseRecord | null, nowMs: number, idleMs: number): boolean {
  if (state.isAskDue) return true;
  if (state.rule.isPaused) return false;
  if (nowMs < state.nextStockAskMs || nowMs - state.lastUsedMs >= idleMs) return false;
  if (isPaused(state)) return true;
  if (state.isScarce) return false;
  if (!lease) return true;
  const enough = state.lastGain > 0n ? maxNanos(state.lastGain / 2n, 2n * state.recentHold) : state.recentHold;
  return freeNanos(lease.account) < enough || lease.expiresAtMonotonicMs - nowMs < state.lifeMs / 2;
}

/** Whether the console has just refused this much or less. */
export function isRefused(state: BudgetState, needNanos: bigint, nowMs: number): boolean {
  return state.refused !== null && nowMs < state.refused.untilMs && needNanos >= state.refused.needNanos;
}

/** Whether money that others hold may still come back. */
export function isRecalling(state: BudgetState, nowMs: number): boolean {
  return nowMs < state.recallEndsMs;
}

const longIdleMs = 600_000;
const recentlyMs = 10_000;

/**
 * How much of a lease's free money the box keeps; null: all of it. `waiting`: what each call that waits for it needs.
 * Idle for `idleMs`: two calls like the last, or 15 s of the last minute's speed. Idle for ten minutes, or paused: nothing.
 * While others lack money: what waits, or one call like the last if there was one within 10 s, or 5 s of speed; and
 * nothing if the console cannot make it enough for one call, because a remainder smaller than a call helps only others.
 */
export function keptNanos(
  state: BudgetState,
  lease: LeaseRecord,
  { waiting, nowMs, idleMs }: { waiting: readonly bigint[]; nowMs: number; idleMs: number },
): bigint | null {
  if (isPaused(state)) return 0n;
  const free = freeNanos(lease.account);
  const isInUse = waiting.length > 0 || lease.account.held > 0n;
  const idleForMs = nowMs - Math.max(state.lastUsedMs, state.gainedAtMs, lease.idleSinceMonotonicMs);
  if (!isInUse && idleForMs >= longIdleMs) return 0n;
  const speed = state.burn.nanosPerSecond(nowMs);
  if (state.isScarce) {
    if (isRemainder(state, free, { waiting, nowMs })) return 0n;
    const wanted = waiting.reduce((sum, nanos) => sum + nanos, 0n);
    const isRecent = waiting.length > 0 || nowMs - state.lastUsedMs < recentlyMs;
    return maxNanos(isRecent ? maxNanos(state.recentHold, wanted) : 0n, speed * 5n);
  }
  return !isInUse && idleForMs >= idleMs ? maxNanos(2n * state.recentHold, speed * 15n) : null;
}

/** Less than any call needs, with no hope of more. */
function isRemainder(
  state: BudgetState,
  free: bigint,
  { waiting, nowMs }: { waiting: readonly bigint[]; nowMs: number },
): boolean {
  if (state.answer?.result !== "exhausted" || free >= state.recentHold) return false;
  return waiting.length === 0 || isRefused(state, waiting.reduce(minNanos) - free, nowMs);
}

const refusalMs = 1000;
const idleAskMs = 10_000;

/** Takes note of an answer to an ask for `needNanos` that added `gained`. */
export function noteAnswer(
  state: BudgetState,
  answer: LeaseAnswer,
  asked: { needNanos: bigint; gained: bigint; nowMs: number },
): void {
  const { needNanos, gained, nowMs } = asked;
  const { result, capNanos, resetsAtMs } = answer;
  state.answer = { result, capNanos, resetsAtMs };
  state.isScarce = answer.isScarce || result === "exhausted";
  if (answer.lease) state.lifeMs = answer.lease.expiresInSeconds * 1000;
  if (gained > 0n) {
    state.lastGain = gained;
    state.gainedAtMs = nowMs;
  }
  const idlePace = answer.lease ? Math.min(idleAskMs, Math.max(250, state.lifeMs / 4)) : idleAskMs;
  state.nextStockAskMs = nowMs + (gained > 0n ? 250 : idlePace);
  state.refused = result === "enough" || needNanos === 0n ? null : refusalOf(maxNanos(1n, needNanos - gained), nowMs);
  if (!answer.isRecalled) return;
  if (nowMs >= state.recallEndsMs + recallPauseMs) state.recallEndsMs = nowMs + recallMs;
  if (state.refused && isRecalling(state, nowMs)) state.refused.untilMs = nowMs + recallAskMs;
}

/** How long a call waits for what others were asked to give back, how often it asks meanwhile, and how soon it may again. */
const recallMs = 1500;
const recallAskMs = 250;
const recallPauseMs = 5000;

/** The console did not say a word about it although it was asked: not again at once. */
export function noteSilence(state: BudgetState, needNanos: bigint, nowMs: number): void {
  state.isAskDue = false;
  state.nextStockAskMs = nowMs + idleAskMs;
  if (needNanos > 0n) state.refused = refusalOf(needNanos, nowMs);
}

function refusalOf(needNanos: bigint, nowMs: number) {
  return { needNanos, untilMs: nowMs + refusalMs };
}
