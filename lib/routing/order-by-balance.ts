import { explore } from "./explore.ts";
import { attemptsPerSuccess, type Order, type Rated, sortByValue } from "./rated.ts";

/** Differences below 0.01 cent a call decide nothing; and a free target is not endlessly cheaper than any other. */
const leastNanos = 100_000;
/** Nobody notices a faster first token. */
const leastTtftMs = 100;

/**
 * value = √(cost / least cost × time / least time) / (1 − error rate), the lowest first; 1 is the best in everything.
 *
 * A weighted product, both with weight ½: twice the price must bring half the wait. Cost is what this request would cost,
 * at least $0.0001; time is the mean time to the first token, at least 100 ms; "least" is over the eligible targets. As
 * only ratios count, the order of two targets does not depend on which others there are.
 *
 * An unknown price counts as the dearest known one, a time that was never measured as the median of the known ones. A
 * target that is due is explored (explore.ts) if it would win with the least time.
 */
export const orderByBalance: Order = (rated, random) => {
  const costs = rated.map(costOf).filter((cost) => cost !== null);
  const times = rated.map(timeOf).filter((time) => time !== null);
  const leastCost = Math.min(...costs);
  const leastTime = Math.min(...times);
  // With nothing known at all, everybody has the same.
  const costRatio = (item: Rated) => (costs.length === 0 ? 1 : (costOf(item) ?? Math.max(...costs)) / leastCost);
  const timeRatio = (item: Rated) => (times.length === 0 ? 1 : (timeOf(item) ?? medianOf(times)) / leastTime);
  const balanceOf = (item: Rated, time: number) =>
    Math.sqrt(costRatio(item) * time) * attemptsPerSuccess(item.candidate);

  const placed = sortByValue(
    rated.map((item) => ({ ...item, value: balanceOf(item, timeRatio(item)), note: noteOf(item) })),
  );
  const best = placed[0]?.value ?? 0;
  return explore(placed, random, (item) => balanceOf(item, 1) <= best);
};

function costOf({ estimatedNanos }: Rated): number | null {
  return estimatedNanos === null ? null : Math.max(Number(estimatedNanos), leastNanos);
}

function timeOf({ candidate }: Rated): number | null {
  return candidate.live.ttftMs === null ? null : Math.max(candidate.live.ttftMs, leastTtftMs);
}

function noteOf(item: Rated): "price_unknown" | "unmeasured" | null {
  if (item.estimatedNanos === null) return "price_unknown";
  return item.expectedTtftMs === null ? "unmeasured" : null;
}

/** The lower one of two middles. Of a list that is not empty. */
function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0;
}
