import { maxNanos } from "../../lib/money.ts";
import type { BudgetRule } from "../../lib/protocol/budget.ts";
import type { LeaseAnswer } from "../../lib/protocol/lease.ts";
import { BurnMeter } from "./burn-meter.ts";
import { freeNanos } from "./core.ts";
import type { LeaseRecord } from "./lease-record.ts";

/** What the box remembers about one budget between two answers of the console. Times are monotonic milliseconds. */
export type BudgetState = {
  readonly rule: BudgetRule;
  readonly burn: BurnMeter;
  /** What the last answer added. */
  lastGain: bigint;
  recentHold: bigint;
  /** No ask for mere stock before this. */
  nextStockAskMs: number;
  /** How long the lease lives from answer to expiry. */
  lifeMs: number;
  /** The console could not cover this much; asking again before `untilMs` is pointless. */
  refused: { needNanos: bigint; untilMs: number } | null;
  answer: Pick<LeaseAnswer, "result" | "capNanos" | "resetsAtMs"> | null;
};

export function openBudget(rule: BudgetRule): BudgetState {
  const memory = { lastGain: 0n, recentHold: 0n, nextStockAskMs: 0, lifeMs: 0, refused: null, answer: null };
  return { rule, burn: new BurnMeter(), ...memory };
}

/**
 * Whether to ask for money before a call needs it: no lease, less left than half of the last gain or two recent holds,
 * or the lease has lived half of its life.
 */
export function wantsStock(state: BudgetState, lease: LeaseRecord | null, nowMs: number): boolean {
  if (nowMs < state.nextStockAskMs) return false;
  if (!lease) return true;
  if (freeNanos(lease.account) < maxNanos(state.lastGain / 2n, 2n * state.recentHold)) return true;
  return lease.expiresAtMonotonicMs - nowMs < state.lifeMs / 2;
}

/** Whether the console has just refused this much or less. */
export function isRefused(state: BudgetState, needNanos: bigint, nowMs: number): boolean {
  return state.refused !== null && nowMs < state.refused.untilMs && needNanos >= state.refused.needNanos;
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
  if (answer.lease) state.lifeMs = answer.lease.expiresInSeconds * 1000;
  if (gained > 0n) state.lastGain = gained;
  const idlePace = answer.lease ? Math.min(idleAskMs, Math.max(250, state.lifeMs / 4)) : idleAskMs;
  state.nextStockAskMs = nowMs + (gained > 0n ? 250 : idlePace);
  const isCovered = result === "enough" || needNanos === 0n;
  state.refused = isCovered ? null : { needNanos: maxNanos(1n, needNanos - gained), untilMs: nowMs + refusalMs };
}
