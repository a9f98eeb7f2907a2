import { describe, expect, test } from "vitest";
import { seededRandom } from "../../seeded-random.ts";
import { addDays } from "../days.ts";
import { weekdayOf } from "./day.ts";
import { monthForecast, monthToDate } from "./month-forecast.ts";

/** Standard normal, two uniform numbers a time. */
const normal = (random: () => number) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

const week = [0.3, 1.3, 1.4, 1.3, 1.2, 1.1, 0.4];
type Family = (day: string, index: number, random: () => number) => number;
const families: Record<string, Family> = {
  "flat, 20 % noise": (_d, _i, random) => 100 * Math.max(0, 1 + 0.2 * normal(random)),
  "1 % growth a day": (_d, index, random) => 100 * 1.01 ** index * Math.max(0, 1 + 0.15 * normal(random)),
  "weekday shape": (day, _i, random) => 100 * (week[weekdayOf(day)] ?? 1) * Math.max(0, 1 + 0.2 * normal(random)),
  "lognormal noise": (_d, _i, random) => 100 * Math.exp(0.4 * normal(random)),
  "shrinking with weekday shape": (day, index, random) =>
    100 * 0.993 ** index * (week[weekdayOf(day)] ?? 1) * Math.exp(0.25 * normal(random)),
};

/** How often the month's real end falls into the interval, over so many synthetic organizations. */
function coverage(family: Family, historyDays: number, runs: number): number {
  let hits = 0;
  for (let run = 0; run < runs; run++) {
    const random = seededRandom(1_000 * historyDays + run);
    // Every place in a month and in a week comes up.
    const today = addDays("2026-03-01", run);
    const ends = new Date(Date.UTC(2026, Number(today.slice(5, 7)), 0)).getUTCDate();
    const dayOfMonth = Number(today.slice(8));
    const from = addDays(today, -historyDays);
    const all = Array.from({ length: historyDays + ends - dayOfMonth + 1 }, (_, index) =>
      BigInt(Math.round(1e9 * family(addDays(from, index), index, random))),
    );
    const future = all.slice(historyDays).reduce((sum, nanos) => sum + nanos, 0n);
    const forecast = monthForecast({
      series: { from, points: all.slice(0, historyDays) },
      today,
      todayShare: 0,
      spentNanos: 0n,
      random: seededRandom(run),
    });
    if (forecast.kind === "forecast" && future >= forecast.lowNanos && future <= forecast.highNanos) hits++;
  }
  return hits / runs;
}

describe("four of five months end inside the interval", () => {
  test.each(Object.entries(families))("%s", (_name, family) => {
    const share = coverage(family, 90, 200);
    expect(share).toBeGreaterThanOrEqual(0.72);
    expect(share).toBeLessThanOrEqual(0.88);
  });

  // With two weeks a trend cannot be told from noise, so growth leaves the interval more often than it should.
  test.each(Object.entries(families))("with two weeks of past, %s: two of three at least", (_name, family) => {
    expect(coverage(family, 20, 100)).toBeGreaterThanOrEqual(0.6);
  });
});

const usd = 1_000_000_000n;
const flat = (days: number, nanos = usd) => Array.from({ length: days }, () => nanos);
const facts = (points: readonly bigint[], more: Partial<Parameters<typeof monthForecast>[0]> = {}) => ({
  series: { from: addDays("2026-06-11", -points.length), points },
  today: "2026-06-11",
  todayShare: 0,
  spentNanos: 10n * usd,
  random: seededRandom(1),
  ...more,
});

test("what is steady goes on: the rest of today and each day after it", () => {
  expect(monthForecast(facts(flat(30)))).toMatchObject({ nanos: 30n * usd, lowNanos: 30n * usd, highNanos: 30n * usd });
  expect(monthForecast(facts(flat(30), { todayShare: 0.25 }))).toMatchObject({ nanos: 29_750_000_000n });
  expect(monthForecast(facts(flat(30, 0n)))).toMatchObject({ nanos: 10n * usd, highNanos: 10n * usd });
});

test("under 14 complete days there is none, and it says why", () => {
  expect(monthForecast(facts(flat(13)))).toEqual({ kind: "none", reason: "not_enough_data" });
  expect(monthForecast(facts(flat(14))).kind).toBe("forecast");
});

test("the curve ends in the forecast, never falls, and never below what is spent; the same facts, the same forecast", () => {
  const random = seededRandom(4);
  const points = Array.from({ length: 40 }, () => BigInt(Math.round(1e9 * random() * random())));
  const forecast = monthForecast(facts(points));
  expect(monthForecast(facts(points))).toEqual(forecast);
  if (forecast.kind === "none") throw new Error("a forecast");
  expect(forecast.days.map(({ day }) => day).slice(0, 2)).toEqual(["2026-06-11", "2026-06-12"]);
  const last = forecast.days.at(-1);
  expect(last).toEqual({
    day: "2026-06-30",
    nanos: forecast.nanos,
    lowNanos: forecast.lowNanos,
    highNanos: forecast.highNanos,
  });
  let before = { nanos: 10n * usd, lowNanos: 10n * usd, highNanos: 10n * usd };
  for (const day of forecast.days) {
    expect(day.nanos >= before.nanos && day.lowNanos >= before.lowNanos && day.highNanos >= before.highNanos).toBe(
      true,
    );
    expect(day.lowNanos <= day.nanos && day.nanos <= day.highNanos).toBe(true);
    before = day;
  }
  expect(forecast.lowNanos < forecast.highNanos).toBe(true);
});

test("the month so far adds up day by day, and nothing of the months before", () => {
  const series = { from: "2026-05-30", points: [7n, 7n, 1n, 2n, 3n] };
  expect(monthToDate(series, "2026-06-04")).toEqual([
    { day: "2026-06-01", nanos: 1n },
    { day: "2026-06-02", nanos: 3n },
    { day: "2026-06-03", nanos: 6n },
  ]);
});
