import type { BudgetPace } from "./schema.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** How far back spending is looked at. */
export const paceWindowMs = 7 * dayMs;
/** Beyond this an end is no forecast any more. */
const horizonMs = 100 * 365 * dayMs;
/** The most that `Nanos` carries. */
const mostNanos = 999_999_999_999_999_999n;

export interface PaceFacts {
  nowMs: number;
  /** When the running period began, or the budget was made if that is later. */
  startsAtMs: number;
  /** Null for a budget without periods. */
  endsAtMs: number | null;
  /** Of the running period, by its account. */
  spentNanos: bigint;
  freeNanos: bigint;
  /** What fell under the budget's scope from `sinceMs` on, by the hourly sums. */
  recent: { nanos: bigint; sinceMs: number };
}

/**
 * Speed of spending, and where it leads in a straight line. A period younger than 7 days is measured by its own account,
 * which is exact; an older one by the hourly sums of what falls under its scope, because an account keeps no history. In
 * its first hour a period counts as an hour old: one call a second after midnight is not a speed.
 */
export function paceOf(facts: PaceFacts): BudgetPace | null {
  const { nowMs, endsAtMs, spentNanos, freeNanos } = facts;
  const ageMs = nowMs - facts.startsAtMs;
  const isYoung = ageMs <= paceWindowMs;
  const nanos = isYoung ? spentNanos : facts.recent.nanos;
  if (nanos === 0n && ageMs < hourMs) return null;
  const windowMs = Math.max(hourMs, isYoung ? ageMs : nowMs - facts.recent.sinceMs);
  const perDay = atMost((nanos * BigInt(dayMs)) / BigInt(windowMs));
  return {
    paceNanosPerDay: perDay,
    forecastNanos:
      endsAtMs === null ? null : atMost(spentNanos + (perDay * BigInt(Math.max(0, endsAtMs - nowMs))) / BigInt(dayMs)),
    exhaustedAt: exhaustion({ nowMs, endsAtMs, freeNanos, perDay }),
  };
}

function exhaustion(facts: { nowMs: number; endsAtMs: number | null; freeNanos: bigint; perDay: bigint }) {
  const { nowMs, endsAtMs, freeNanos, perDay } = facts;
  if (freeNanos <= 0n) return new Date(nowMs).toISOString();
  if (perDay === 0n) return null;
  const inMs = (freeNanos * BigInt(dayMs) + perDay - 1n) / perDay;
  if (inMs > BigInt(horizonMs)) return null;
  const atMs = nowMs + Number(inMs);
  return endsAtMs !== null && atMs >= endsAtMs ? null : new Date(atMs).toISOString();
}

function atMost(nanos: bigint): bigint {
  return nanos < mostNanos ? nanos : mostNanos;
}
