import { daysBetween } from "../days.ts";
import { dayRange, monthOf } from "./day.ts";
import { ratio } from "./round.ts";
import { type WeekdayProfile, weightOf } from "./weekday-profile.ts";

/**
 * How spending stands to a monthly cap (B2): spent ÷ (cap × the part of the month that is over, each day weighing what its
 * weekday usually does). 1 is on pace, 1.2 a fifth too fast. `todayShare` of today, 0 to 1, is over. Null without a cap
 * to divide by, or before any weight has passed.
 */
export function budgetPace(facts: {
  today: string;
  todayShare: number;
  spentNanos: bigint;
  capNanos: bigint;
  profile: WeekdayProfile;
}): number | null {
  const { today, todayShare, spentNanos, capNanos, profile } = facts;
  const { startsOn, endsOn } = monthOf(today);
  const weigh = (days: readonly string[]) => days.reduce((sum, day) => sum + weightOf(profile, day), 0);
  const whole = weigh(dayRange(startsOn, daysBetween(startsOn, endsOn) + 1));
  const over = weigh(dayRange(startsOn, daysBetween(startsOn, today))) + todayShare * weightOf(profile, today);
  const used = ratio(spentNanos, capNanos);
  return used === null || over <= 0 || whole <= 0 ? null : (used * whole) / over;
}

/**
 * Days until the rest of a cap is used up at the mean of the last 7 complete days; 0 when nothing is left. Null when fewer
 * than 7 days are known or nothing was spent in them.
 */
export function daysToExhaustion(remainingNanos: bigint, points: readonly bigint[]): number | null {
  if (points.length < 7) return null;
  const week = points.slice(-7).reduce((sum, nanos) => sum + nanos, 0n);
  if (week === 0n) return null;
  return remainingNanos <= 0n ? 0 : ratio(7n * remainingNanos, week);
}
