import { estimatedNanos } from "./round.ts";
import { median, robustDeviation } from "./statistics.ts";

export const severities = ["moderate", "severe"] as const;
export type Severity = (typeof severities)[number];

export interface Verdict {
  actualNanos: bigint;
  /** What was usual. */
  expectedNanos: bigint;
  /** Robust deviations above it, of the logarithms; at most 99, which also stands for a past without any spread. */
  z: number;
  /** `moderate` from 20 % above what was expected, `severe` from 50 %. */
  severity: Severity;
}

interface Limits {
  z: number;
  /** Least excess as a share of what was expected. */
  share: number;
}

/** Five dollars: less is not worth anybody's attention, whatever it is relative to (B4; Datadog's bound). */
export const leastExcessNanos = 5_000_000_000;
export const severeShare = 0.5;
export const dayLimits: Limits = { z: 3.5, share: 0.2 };
const mostDays = 56;
export const neededDays = 28;
export const levelDays = 7;
const neededActive = 8;

/**
 * Whether the last day of a key's spend is far above its usual (B4). The days are complete, without gaps, oldest first.
 * Only rises: a fall costs nothing, and a provider that stops is seen by its errors.
 *
 * Each day is first divided by the median of the seven days before it, so that a key that grows is compared with its own
 * growth, and a wild day moves neither. Usual is then the median of that ratio on the same weekday of the last eight weeks,
 * four at least; the spread is 1.4826 × MAD of all days' logarithms around their weekday's median, because eight values
 * alone make a spread that is often far too small. Flagged when z > 3.5 **and** the excess is at least 5 USD and 20 %.
 * A key that spends on fewer than half of its days has no weekday; its active days are compared with one another, eight
 * at least.
 * Null: nothing unusual, or not enough data (28 days).
 */
export function dailyAnomaly(points: readonly bigint[]): Verdict | null {
  const recent = points.slice(-(mostDays + levelDays + 1)).map(Number);
  const actual = recent.pop();
  if (actual === undefined || recent.length < neededDays) return null;
  if (recent.filter((nanos) => nanos > 0).length * 2 < recent.length) return amongActive(actual, recent, dayLimits);
  const level = levelAt(recent, recent.length);
  const ratios = recent.map((nanos, index) => {
    const before = index < levelDays ? 0 : levelAt(recent, index);
    return before > 0 && nanos > 0 ? Math.log(nanos / before) : null;
  });
  if (!(level > 0)) return amongActive(actual, recent, dayLimits);
  const medians = Array.from({ length: 7 }, (_, ago) => medianOf(everySeventh(ratios, ago)));
  const usual = medians[6];
  if (usual === undefined || usual === null) return amongActive(actual, recent, dayLimits);
  const around = ratios.flatMap((ratio, index) => {
    const centre = medians[(recent.length - 1 - index) % 7];
    return ratio === null || centre === null || centre === undefined ? [] : [ratio - centre];
  });
  return judge({ actual, expected: level * Math.exp(usual), deviation: robustDeviation(around, 0) }, dayLimits);
}

/** The values whose position from the end is `ago` modulo 7: 6 has the weekday of the day after the last. */
function everySeventh(values: readonly (number | null)[], ago: number): number[] {
  return values.filter((value, index): value is number => value !== null && (values.length - 1 - index) % 7 === ago);
}

function medianOf(values: readonly number[]): number | null {
  return values.length < 3 ? null : median(values);
}

function levelAt(values: readonly number[], index: number): number {
  return median(values.slice(index - levelDays, index));
}

/** `actual` against the values above zero; null where there are too few. */
export function amongActive(actual: number, past: readonly number[], limits: Limits): Verdict | null {
  const logs = past.filter((nanos) => nanos > 0).map((nanos) => Math.log(nanos));
  if (logs.length < neededActive) return null;
  const centre = median(logs);
  return judge({ actual, expected: Math.exp(centre), deviation: robustDeviation(logs, centre) }, limits);
}

/** Logarithms, because spend is skewed: twice as much is as far as half as much. */
function judge(
  { actual, expected, deviation }: { actual: number; expected: number; deviation: number },
  limits: Limits,
): Verdict | null {
  const excess = actual - expected;
  if (!(excess >= leastExcessNanos && excess >= limits.share * expected)) return null;
  const z = Math.min(99, Math.log(actual / expected) / Math.max(deviation, 1e-9));
  if (z <= limits.z) return null;
  return {
    actualNanos: estimatedNanos(actual),
    expectedNanos: estimatedNanos(expected),
    z: Math.round(z * 100) / 100,
    severity: excess >= severeShare * expected ? "severe" : "moderate",
  };
}

/**
 * Whether an open anomaly has ended by itself: the key's newest complete day is usual again, or the day was so long ago
 * (7 days) that the level has taken it in and it is the new usual.
 */
export function isOver(facts: { day: string; newestDay: string; newest: Verdict | null }): boolean {
  const ageDays = (Date.parse(facts.newestDay) - Date.parse(facts.day)) / 86_400_000;
  return ageDays >= levelDays || (ageDays >= 1 && facts.newest === null);
}
