import { minNanos } from "../../money.ts";
import type { MovementKind } from "../metrics-schema.ts";
import { yearFactor } from "./run-rate.ts";

/** A cent: less than this in 28 days counts as nothing, so that a stray call is no arrival and no departure. */
export const thresholdNanos = 10_000_000n;

/** What a key cost in the 28 days up to t − 28 and up to t, nano-USD. */
export interface WindowPair {
  key: string;
  beforeNanos: bigint;
  nowNanos: bigint;
  /** It had cost something before both windows. */
  existedEarlier: boolean;
}

export interface KeyMovement {
  key: string;
  kind: MovementKind;
  /** Annualised: 13 × the window. */
  beforeNanos: bigint;
  nowNanos: bigint;
  deltaNanos: bigint;
}

export type MovementSums = Record<Exclude<MovementKind, "unchanged">, bigint>;

/**
 * How run-rate moved between t − 28 and t (B1, B2: the identity of MRR movements). In nano-USD a year, exact:
 * before + new + reactivation + expansion + contraction + churn = now, because every key's whole difference is in exactly
 * one class. A key below a cent on both sides that changed at all is expansion or contraction by its sign; below a cent
 * before and above now it is new, or a reactivation if it had cost something earlier; the other way round it is churn.
 * Meaningful with 56 complete days; the reader says not_enough_data under that.
 */
export function movementsOf(pairs: readonly WindowPair[]): {
  beforeNanos: bigint;
  nowNanos: bigint;
  sums: MovementSums;
  /** Largest change first, ties by key. */
  items: KeyMovement[];
} {
  const sums: MovementSums = { new: 0n, reactivation: 0n, expansion: 0n, contraction: 0n, churn: 0n };
  const total = { beforeNanos: 0n, nowNanos: 0n };
  const items = pairs.map(movementOf);
  for (const { kind, beforeNanos, nowNanos, deltaNanos } of items) {
    total.beforeNanos += beforeNanos;
    total.nowNanos += nowNanos;
    if (kind !== "unchanged") sums[kind] += deltaNanos;
  }
  return { ...total, sums, items: items.toSorted(byChange) };
}

function movementOf(pair: WindowPair): KeyMovement {
  const beforeNanos = yearFactor * pair.beforeNanos;
  const nowNanos = yearFactor * pair.nowNanos;
  return { key: pair.key, kind: kindOf(pair), beforeNanos, nowNanos, deltaNanos: nowNanos - beforeNanos };
}

function kindOf({ beforeNanos, nowNanos, existedEarlier }: WindowPair): MovementKind {
  const was = beforeNanos >= thresholdNanos;
  const is = nowNanos >= thresholdNanos;
  if (!was && is) return existedEarlier ? "reactivation" : "new";
  if (was && !is) return "churn";
  if (nowNanos === beforeNanos) return "unchanged";
  return nowNanos > beforeNanos ? "expansion" : "contraction";
}

function byChange(a: KeyMovement, b: KeyMovement): number {
  const [x, y] = [magnitude(a.deltaNanos), magnitude(b.deltaNanos)];
  if (x !== y) return x > y ? -1 : 1;
  return a.key < b.key ? -1 : 1;
}

function magnitude(nanos: bigint): bigint {
  return nanos < 0n ? -nanos : nanos;
}

/**
 * min(gained by some, lost by others), nano-USD a year: what may have moved between keys. No causal claim (B2, provider
 * switching).
 */
export function matchedMovement({ new: begun, reactivation, expansion, contraction, churn }: MovementSums): bigint {
  return minNanos(begun + reactivation + expansion, -(contraction + churn));
}
