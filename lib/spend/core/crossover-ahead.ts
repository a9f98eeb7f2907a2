import { addDays } from "../days.ts";
import { type DaySeries, lastDay } from "./series.ts";
import { fitLine, quantile } from "./statistics.ts";
import { trendT, trendWeeks, weeklyLogs } from "./weekly-logs.ts";

interface CrossoverAhead {
  over: string;
  under: string;
  day: string;
  lowDay: string;
  highDay: string;
}

export interface KeySeries {
  key: string;
  series: DaySeries;
}

/** Days with spend that each side needs among the last 56. */
const neededDays = 42;
const horizonDays = 180;
const window = 28;
const resamples = 400;

/**
 * When the smaller of two is going to overtake the larger, by their moving sums of 28 days (B2, future crossover).
 * The logarithm of their ratio is fitted over eight weeks (weekly-logs.ts says why weeks); fitting the ratio itself lets
 * what moves both cancel. Answered only with 42 days of spend on each side, a 95 % interval of the ratio's slope without
 * zero, and a day at most 180 ahead. The 80 % interval is that of 400 refits with resampled residuals; where its late end
 * is beyond twice the horizon, or never, there is no forecast. `random` in [0, 1).
 */
export function crossoverAhead(a: KeySeries, b: KeySeries, random: () => number): CrossoverAhead | null {
  const asOf = lastDay(a.series);
  const [under, over] = recentSum(a.series) >= recentSum(b.series) ? [a, b] : [b, a];
  const high = logsOf(under.series);
  const low = logsOf(over.series);
  if (!asOf || !high || !low) return null;
  const logRatio = low.map((value, week) => value - (high[week] ?? value));
  const { intercept, slope, slopeError, residuals } = fitLine(logRatio);
  if (slope - trendT * Math.max(slopeError, 1e-12) <= 0) return null;
  const underSlope = fitLine(high).slope;
  const at = meetingDay({ intercept, slope, underSlope });
  if (at <= 0 || at > horizonDays) return null;
  // Residuals of a fitted line are smaller than the noise itself.
  const scale = Math.sqrt(trendWeeks / (trendWeeks - 2));
  const days = Array.from({ length: resamples }, () => {
    const noisy = logRatio.map((_, week) => intercept + slope * week + scale * pick(residuals, random));
    const refit = fitLine(noisy);
    return refit.slope <= 0 ? Number.POSITIVE_INFINITY : Math.max(1, meetingDay({ ...refit, underSlope }));
  }).toSorted((x, y) => x - y);
  const [early, late] = [quantile(days, 0.1), quantile(days, 0.9)];
  if (!(late <= 2 * horizonDays)) return null;
  const dayAt = (ahead: number) => addDays(asOf, Math.max(1, Math.ceil(ahead)));
  return {
    over: over.key,
    under: under.key,
    day: dayAt(at),
    lowDay: dayAt(Math.min(early, at)),
    highDay: dayAt(Math.max(late, at)),
  };
}

function logsOf({ points }: DaySeries): number[] | null {
  const active = points.slice(-7 * trendWeeks).filter((nanos) => nanos > 0n).length;
  return active < neededDays ? null : weeklyLogs(points);
}

function recentSum({ points }: DaySeries): bigint {
  return points.slice(-window).reduce((sum, nanos) => sum + nanos, 0n);
}

/**
 * Days after the last one on which the moving sums meet. What grows by e^β a day has 28 days' sum Σ e^(−βk) times its
 * newest day, so sums meet later than the days themselves where the overtaker grows.
 */
function meetingDay(line: { intercept: number; slope: number; underSlope: number }): number {
  const daily = line.slope / 7;
  const underDaily = line.underSlope / 7;
  const lag = Math.log(sumFactor(underDaily + daily)) - Math.log(sumFactor(underDaily));
  // A week's sum stands in the middle of its week: the last one's three days before the last day.
  const lastWeek = line.intercept + line.slope * (trendWeeks - 1);
  return -(lastWeek + lag) / daily - 3;
}

function sumFactor(slope: number): number {
  let sum = 0;
  for (let back = 0; back < window; back++) sum += Math.exp(-slope * back);
  return sum;
}

function pick(values: readonly number[], random: () => number): number {
  return values[Math.floor(random() * values.length)] ?? 0;
}
