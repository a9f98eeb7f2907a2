import { addDays } from "../days.ts";
import { weekdayOf } from "./day.ts";
import { type DaySeries, lastDay } from "./series.ts";

/** By weekday, Sunday first: how much of a week's spend falls on it, 1 on average. */
export type WeekdayProfile = readonly number[];
export const evenProfile: WeekdayProfile = [1, 1, 1, 1, 1, 1, 1];
const mostWeeks = 8;
const leastWeeks = 2;

/**
 * Each weekday's part of the last whole weeks, two to eight of them; each week counts the same, whatever was spent in it.
 * Even where there are fewer, or nothing was spent.
 */
export function weekdayProfile(series: DaySeries): WeekdayProfile {
  const end = lastDay(series);
  const weeks = Math.min(mostWeeks, Math.floor(series.points.length / 7));
  if (end === null || weeks < leastWeeks) return evenProfile;
  const recent = series.points.slice(-7 * weeks).map(Number);
  const sums = [0, 0, 0, 0, 0, 0, 0];
  let counted = 0;
  for (let week = 0; week < weeks; week++) {
    const days = recent.slice(7 * week, 7 * week + 7);
    const mean = days.reduce((sum, nanos) => sum + nanos, 0) / 7;
    if (mean === 0) continue;
    counted++;
    for (const [offset, nanos] of days.entries()) {
      const weekday = weekdayOf(addDays(end, 7 * (week - weeks) + offset + 1));
      sums[weekday] = (sums[weekday] ?? 0) + nanos / mean;
    }
  }
  return counted === 0 ? evenProfile : sums.map((sum) => sum / counted);
}

export function weightOf(profile: WeekdayProfile, day: string): number {
  return profile[weekdayOf(day)] ?? 1;
}
