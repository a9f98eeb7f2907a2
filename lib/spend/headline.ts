import "server-only";
import type { z } from "zod";
import { type Ctx, requirePermission } from "../context.ts";
import type { Tx } from "../db/client.ts";
import { seededRandom } from "../seeded-random.ts";
import { budgetPace, daysToExhaustion } from "./core/budget-pace.ts";
import { dayRange, monthOf } from "./core/day.ts";
import { growthTime } from "./core/growth-time.ts";
import { monthForecast, monthToDate } from "./core/month-forecast.ts";
import { retention } from "./core/retention.ts";
import { runRate, runRateDays, runRates } from "./core/run-rate.ts";
import { type DaySeries, daySeries } from "./core/series.ts";
import { weekdayProfile } from "./core/weekday-profile.ts";
import { addDays, daysBetween, laterDay } from "./days.ts";
import { type History, readHistory } from "./history.ts";
import type { SpendHeadline } from "./metrics-schema.ts";
import { type Spend, withSpend } from "./source.ts";

/** Days of the run-rate's curve. */
const shownDays = 84;
type Headline = z.output<typeof SpendHeadline>;

/** Spend "like ARR" on one page: run-rate and how it grows, this month against its cap, and whether boxes stay. */
export async function getHeadline(ctx: Ctx, zone: string | undefined): Promise<Headline> {
  requirePermission(ctx, "spend.read");
  return withSpend(ctx, zone, async (spend) => {
    const history = await readHistory(spend, ctx.org.id);
    const { series, todayNanos } = await readSeries(spend, history);
    const kept = retention(await readSameBoxes(spend), history.completeDays);
    const org = await spend.tx.org.findFirst({
      where: { id: ctx.org.id },
      select: { subscriptionMonthlyNanos: true },
    });
    return {
      timezone: spend.zone,
      asOf: history.completeDays === 0 ? null : history.lastDay,
      dataThrough: history.dataThrough?.toISOString() ?? null,
      runRate: { ...runRate(series), completeDays: history.completeDays },
      runRates: shownRates(series, spend.today),
      growthTime: growthTime(series),
      todayNanos,
      month: monthOfSpend(spend.today, { history, series, todayNanos, capNanos: await readCap(spend.tx, ctx.org.id) }),
      subscriptionMonthlyNanos: org?.subscriptionMonthlyNanos ?? null,
      retention: kept.retention,
      retentionReason: kept.reason,
    };
  });
}

/** The complete days that any figure needs, and today so far. */
async function readSeries(spend: Spend, { firstDay }: History): Promise<{ series: DaySeries; todayNanos: bigint }> {
  const { today } = spend;
  const from = laterDay(firstDay, addDays(today, -shownDays - 2 * runRateDays));
  const rows = await spend.tx.$queryRaw<{ day: string; nanos: bigint }[]>`
    select c.day::text as day, sum(c.cost_nanos)::bigint as nanos
    from (${spend.days(from, addDays(today, 1), [])}) c group by 1`;
  return {
    series: daySeries(rows, from, today),
    todayNanos: rows.find(({ day }) => day === today)?.nanos ?? 0n,
  };
}

function shownRates(series: DaySeries, today: string): Headline["runRates"] {
  const rates = runRates(series);
  const from = addDays(today, -shownDays);
  return dayRange(from, shownDays).map((day) => {
    const rate = rates[daysBetween(series.from, day)];
    return { day, nanos: rate?.nanos ?? null, fastNanos: rate?.fastNanos ?? null };
  });
}

interface MonthFacts {
  history: History;
  series: DaySeries;
  todayNanos: bigint;
  capNanos: bigint | null;
}

function monthOfSpend(today: string, { history, series, todayNanos, capNanos }: MonthFacts): Headline["month"] {
  const { startsOn, endsOn } = monthOf(today);
  const { todayShare } = history;
  const complete = monthToDate(series, today);
  const spentNanos = (complete.at(-1)?.nanos ?? 0n) + todayNanos;
  // The same seed for the same day: the band does not flicker from one look to the next.
  const random = seededRandom(daysBetween("2000-01-01", today));
  const forecast = monthForecast({ series, today, todayShare, spentNanos, random });
  const ahead = new Map(forecast.kind === "forecast" ? forecast.days.map((at) => [at.day, at]) : []);
  const actual = new Map([...complete.map(({ day, nanos }) => [day, nanos] as const), [today, spentNanos]]);
  return {
    startsOn,
    endsOn,
    spentNanos,
    capNanos,
    pace:
      capNanos === null
        ? null
        : budgetPace({ today, todayShare, spentNanos, capNanos, profile: weekdayProfile(series) }),
    daysToExhaustion: capNanos === null ? null : daysToExhaustion(capNanos - spentNanos, series.points),
    forecast:
      forecast.kind === "none"
        ? forecast
        : { kind: "forecast", nanos: forecast.nanos, lowNanos: forecast.lowNanos, highNanos: forecast.highNanos },
    points: dayRange(startsOn, daysBetween(startsOn, endsOn) + 1).map((day) => ({
      day,
      actualNanos: actual.get(day) ?? null,
      forecastNanos: ahead.get(day)?.nanos ?? null,
      lowNanos: ahead.get(day)?.lowNanos ?? null,
      highNanos: ahead.get(day)?.highNanos ?? null,
    })),
  };
}

/** With a raise while it lasts; null unless exactly one monthly budget covers the whole organization. */
async function readCap(tx: Tx, orgId: string): Promise<bigint | null> {
  const scope = {
    connectionId: null,
    providerKind: null,
    channel: null,
    modelFamily: null,
    boxId: null,
    tag: null,
    agent: null,
  };
  const found = await tx.budget.findMany({
    where: { orgId, deletedAt: null, pausedAt: null, period: "month", ...scope },
    select: { capNanos: true, raiseNanos: true, raiseUntil: true },
    take: 2,
  });
  const [only] = found;
  if (!only || found.length > 1) return null;
  return only.capNanos + (only.raiseUntil && only.raiseUntil > new Date() ? only.raiseNanos : 0n);
}

/** Of the boxes that spent in the 28 days before the last 28. */
async function readSameBoxes({ tx, today, days }: Spend): Promise<{ beforeNanos: bigint; sameNowNanos: bigint }> {
  const middle = addDays(today, -runRateDays);
  const [row] = await tx.$queryRaw<{ before: bigint; now: bigint }[]>`
    select coalesce(sum(before), 0)::bigint as before, coalesce(sum(now) filter (where before > 0), 0)::bigint as now
    from (
      select c.box_id, coalesce(sum(c.cost_nanos) filter (where c.day < ${middle}::date), 0) as before,
        coalesce(sum(c.cost_nanos) filter (where c.day >= ${middle}::date), 0) as now
      from (${days(addDays(middle, -runRateDays), today, ["box_id"])}) c group by 1) b`;
  return { beforeNanos: row?.before ?? 0n, sameNowNanos: row?.now ?? 0n };
}
