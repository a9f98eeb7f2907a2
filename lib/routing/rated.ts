import type { CallNeeds, Candidate } from "./candidate.ts";
import { estimateNanos } from "./estimate.ts";

/** Nothing fails so surely that its time should count as endless. */
const worstErrorRate = 0.95;

/** A candidate with what a strategy compares. */
export type Rated = {
  candidate: Candidate;
  /** What this request probably costs there; null when the price is unknown. */
  estimatedNanos: bigint | null;
  /** Expected time to a first token, failures included; null when nothing was measured. */
  expectedTtftMs: number | null;
};

/** What is remarkable about the place of a target, as a code for translation. */
export const scoreNotes = ["explored", "unmeasured", "price_unknown", "probe", "last_chance"] as const;
export type ScoreNote = (typeof scoreNotes)[number];

/** A candidate in its place. `value` is what the strategy sorted by. */
export type Placed = Rated & { value: number | null; note: ScoreNote | null };

/** A strategy: eligible candidates in the order in which they are to be tried. `random` gives [0, 1). */
export type Order = (rated: readonly Rated[], random: () => number) => Placed[];

/**
 * The factor by which failures lengthen a call: with the share e failing, a success takes 1 / (1 − e) attempts on
 * average (the mean of a geometric distribution). e counts at most 0.95.
 */
export function attemptsPerSuccess({ live }: Candidate): number {
  return 1 / (1 - Math.min(live.errorRate, worstErrorRate));
}

export function rate(candidate: Candidate, needs: CallNeeds): Rated {
  const { ttftMs } = candidate.live;
  return {
    candidate,
    estimatedNanos: estimateNanos(candidate, needs),
    expectedTtftMs: ttftMs === null ? null : ttftMs * attemptsPerSuccess(candidate),
  };
}

/** Lowest value first, those without one last; equals stay in the order given. */
export function sortByValue(placed: readonly Placed[]): Placed[] {
  return placed.toSorted((a, b) => {
    if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null);
    return a.value - b.value;
  });
}
