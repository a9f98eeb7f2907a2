import type { Route, Strategy } from "../protocol/config.ts";
import type { CallNeeds, Candidate } from "./candidate.ts";
import { mergeDemands, type Overrides } from "./demands.ts";
import { type Exclusion, findExclusions } from "./exclude.ts";
import { orderByBalance } from "./order-by-balance.ts";
import { orderByCost } from "./order-by-cost.ts";
import { orderBySpeed } from "./order-by-speed.ts";
import { orderByWeight } from "./order-by-weight.ts";
import { type Order, type Placed, rate, type ScoreNote } from "./rated.ts";

/** What the place of a target was made of, for people. */
export type Score = {
  /** What this request probably costs there, in nano-USD; null when the price is unknown. */
  estimatedNanos: bigint | null;
  /** Expected time to a first token, failures included; null when nothing was measured. */
  expectedTtftMs: number | null;
  weight: number;
  /** What the strategy sorted by (docs/routing.md); null for `priority`, and where there was nothing to go by. */
  value: number | null;
  note: ScoreNote | null;
};

export type Ranked = {
  candidate: Candidate;
  /** The first of `exclusions`; null: it can take the call. */
  isExcluded: Exclusion | null;
  exclusions: readonly Exclusion[];
  /** 1 is tried first; null when excluded. */
  rank: number | null;
  score: Score;
};

export type Decision = {
  strategy: Strategy;
  /** Eligible targets in the order in which they are to be tried, then the excluded ones in the order given. */
  ranked: Ranked[];
  /**
   * Every target that could take the call has an open breaker. They are ranked all the same, but at most one call at a
   * time is let through to each; whoever has a last resort can go there at once.
   */
  isLastChance: boolean;
  /** When, in milliseconds since 1970: prices and measurements are of that moment. */
  atMs: number;
};

export type DecideInput = {
  route: Pick<Route, "strategy" | "constraints">;
  /** In the order of the route. */
  candidates: readonly Candidate[];
  needs: CallNeeds;
  overrides?: Overrides;
  /** Gives [0, 1). */
  random: () => number;
  nowMs: number;
};

const orders: Record<Strategy, Order> = {
  priority: (rated) => rated.map((item) => ({ ...item, value: null, note: null })),
  weighted: orderByWeight,
  cheapest: orderByCost,
  fastest: orderBySpeed,
  balanced: orderByBalance,
};

/**
 * Which target gets a call, and which ones follow if it fails. Pure: the same input and the same random numbers give the
 * same answer, on the box as in the console. Nothing is left out: what cannot take the call stands at the end with every
 * reason why.
 */
export function decide({ route, candidates, needs, overrides = {}, random, nowMs }: DecideInput): Decision {
  const strategy = overrides.strategy ?? route.strategy;
  const demands = mergeDemands(route.constraints, overrides);
  const judged = candidates.map((candidate) => ({
    rated: rate(candidate, needs),
    exclusions: findExclusions(candidate, needs, demands),
  }));
  const isLastChance = judged.every(isOut) && judged.some(isOnlyOpen);
  const isEligible = (item: Judged) => !isOut(item) || (isLastChance && isOnlyOpen(item));
  const eligible = judged.filter(isEligible).map(({ rated }) => rated);
  const excluded = judged.filter((item) => !isEligible(item));
  return {
    strategy,
    ranked: [
      ...orders[strategy](eligible, random).map((placed, index) => toRanked(withState(placed), index + 1, [])),
      ...excluded.map(({ rated, exclusions }) => toRanked({ ...rated, value: null, note: null }, null, exclusions)),
    ],
    isLastChance,
    atMs: nowMs,
  };
}

type Judged = { exclusions: readonly Exclusion[] };

function isOut({ exclusions }: Judged): boolean {
  return exclusions.length > 0;
}

function isOnlyOpen({ exclusions }: Judged): boolean {
  return exclusions.length === 1 && exclusions[0]?.code === "breaker_open";
}

/** That the call goes to see whether a target is back matters more to the reader than how it got its place. */
function withState(placed: Placed): Placed {
  const { breaker } = placed.candidate.live;
  if (breaker === "closed") return placed;
  return { ...placed, note: breaker === "open" ? "last_chance" : "probe" };
}

function toRanked(placed: Placed, rank: number | null, exclusions: readonly Exclusion[]): Ranked {
  const { candidate, estimatedNanos, expectedTtftMs, value, note } = placed;
  const score = { estimatedNanos, expectedTtftMs, weight: candidate.target.weight, value, note };
  return { candidate, isExcluded: exclusions[0] ?? null, exclusions, rank, score };
}
