import type { GrowthTime } from "../metrics-schema.ts";
import type { DaySeries } from "./series.ts";
import { fitLine, medianSlope } from "./statistics.ts";
import { trendT, weeklyLogs } from "./weekly-logs.ts";

/**
 * Days in which spend doubles, or halves: ln 2 ÷ β, β the daily slope of ln spend over the last 56 complete days (B2),
 * fitted on eight weekly sums (weekly-logs.ts says why), with the 95 % interval of β turned into days. `no_trend` where
 * that interval includes zero, or where Theil–Sen's slope, which wild weeks do not move, lies outside of it: then a few
 * weeks made the trend. `not_enough_data` under 56 days or with a week without spend.
 */
export function growthTime({ points }: DaySeries): GrowthTime {
  const logs = weeklyLogs(points);
  if (!logs) return { kind: "none", reason: "not_enough_data" };
  const { slope, slopeError } = fitLine(logs);
  // Sums of equal weeks differ from their line by rounding alone.
  const margin = trendT * Math.max(slopeError, 1e-12);
  const [low, high] = [slope - margin, slope + margin];
  const robust = medianSlope(logs);
  if (low * high <= 0 || robust < low || robust > high) return { kind: "none", reason: "no_trend" };
  const days = (weekly: number) => (7 * Math.LN2) / Math.abs(weekly);
  const [slow, fast] = slope > 0 ? [low, high] : [high, low];
  return { kind: slope > 0 ? "doubling" : "halving", days: days(slope), lowDays: days(fast), highDays: days(slow) };
}
