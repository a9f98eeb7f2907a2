import { amongActive, type Verdict } from "./anomaly.ts";

/**
 * Sterner than for days: there are 24 times as many hours to be wrong about, and single hours are bursty.
 */
export const hourLimits = { z: 5, share: 1 };
const hoursADay = 24;
export const historyDays = 14;
export const hourHistory = historyDays * hoursADay;
export const neededHourDays = 7;
const neededHours = neededHourDays * hoursADay;

/**
 * Whether a key's running or last hour is far above its usual: the runaway agent, seen while it runs. `past` are whole
 * hours without gaps, oldest first, up to the one before; `actual` may still be filling, because spend only grows.
 *
 * Compared with the same hour of the day and its two neighbours on each of the last 14 days, where most of these saw
 * spend; with all its active hours of these days otherwise, so that an agent that works in bursts is compared with its
 * bursts. Flagged when z > 5 and the excess is at least 5 USD and 100 %. Null: usual, or not enough data (7 days).
 */
export function hourlyAnomaly(past: readonly bigint[], actual: bigint): Verdict | null {
  const recent = past.slice(-hourHistory).map(Number);
  if (recent.length < neededHours) return null;
  const near = recent.filter((_, index) => {
    const hoursAgo = (recent.length - index) % hoursADay;
    // The hour right before belongs to what may be wrong just now.
    return index < recent.length - 2 && (hoursAgo <= 1 || hoursAgo === hoursADay - 1);
  });
  const isRegular = near.filter((nanos) => nanos > 0).length * 2 >= near.length;
  return amongActive(Number(actual), isRegular ? near : recent, hourLimits);
}
