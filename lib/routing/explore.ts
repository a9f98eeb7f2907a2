import type { Placed } from "./rated.ts";

/** The share of calls that go and measure while something is due for it. */
export const exploreShare = 0.1;
/** Below this many samples a target's figures are too old or too few to go by. */
const dueBelowSamples = 0.5;

/**
 * One call in ten goes first to a target that was not measured lately, drawn evenly among those that are due and
 * `isWorthIt`. This is ε-greedy with ε = 0.1 (Sutton and Barto, "Reinforcement Learning", 2nd edition, §2.2), held to what
 * is due: samples fade with time, so a slow target costs a call every now and then, however many calls there are, and a
 * target that has become fast is found again.
 */
export function explore(
  placed: readonly Placed[],
  random: () => number,
  isWorthIt: (item: Placed) => boolean = () => true,
): Placed[] {
  const due = placed.slice(1).filter((item) => item.candidate.live.samples < dueBelowSamples && isWorthIt(item));
  if (due.length === 0 || random() >= exploreShare) return [...placed];
  const chosen = due[Math.floor(random() * due.length)];
  if (!chosen) return [...placed];
  return [{ ...chosen, note: "explored" }, ...placed.filter((item) => item !== chosen)];
}
