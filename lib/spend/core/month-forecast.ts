import { daysBetween } from "../days.ts";
import type { MissingReason } from "../metrics-schema.ts";
import { dayRange, monthOf } from "./day.ts";
import { fitShape, freedom, residualsOf, type Shape, shapeAt } from "./forecast-shape.ts";
import { estimatedNanos } from "./round.ts";
import type { DaySeries } from "./series.ts";
import { quantile } from "./statistics.ts";

interface ForecastDay {
  day: string;
  nanos: bigint;
  lowNanos: bigint;
  highNanos: bigint;
}

type Forecast =
  | { kind: "forecast"; nanos: bigint; lowNanos: bigint; highNanos: bigint; days: ForecastDay[] }
  | { kind: "none"; reason: MissingReason };

interface Facts {
  /** Complete days until yesterday. */
  series: DaySeries;
  today: string;
  /** How much of today is over, 0 to 1. */
  todayShare: number;
  /** This month until now, today included. */
  spentNanos: bigint;
  /** In [0, 1); seeded, so that the same facts have the same forecast. */
  random: () => number;
}

const neededDays = 14;
/** No more than eight weeks: what was before says little about now, and the trend is read from as much. */
const mostDays = 56;
const resamples = 200;
const blockDays = 7;

/**
 * What the month will have cost at its end, with an 80 % prediction interval (B2, AWS's convention), nano-USD: what was
 * spent, plus for what is left of today and each day after the recent level × trend × weekday (forecast-shape.ts). Also as
 * a cumulative curve, one value for the end of each day from today on; its last one is the forecast.
 *
 * The interval is a bootstrap of the error: relative residuals of the fit, drawn as blocks of seven days so that days that
 * hang together stay together, make another past, which is fitted again, and another future; forecasts miss by both. Its
 * ends never lie below what is already spent. Under 14 complete days: not_enough_data. Blind to what is not in the past:
 * a change of prices or a budget that stops.
 */
export function monthForecast({ series, today, todayShare, spentNanos, random }: Facts): Forecast {
  if (series.points.length < neededDays) return { kind: "none", reason: "not_enough_data" };
  const past = series.points.slice(-mostDays).slice(-7 * Math.floor(Math.min(series.points.length, mostDays) / 7));
  const actual = past.map(Number);
  const fit = fitShape(actual, "damped");
  const ahead = daysBetween(today, monthOf(today).endsOn) + 1;
  const fromToday = (values: readonly number[]) => cumulative(values, 1 - todayShare);
  const expected = fromToday(shapeAt(fit, actual.length, ahead));
  const errors = errorsOf(actual, fit, ahead, random).map(fromToday);
  const spent = Number(spentNanos);
  let [floor, ceiling] = [spentNanos, spentNanos];
  const days = dayRange(today, ahead).map((day, index) => {
    const sorted = errors.map((error) => error[index] ?? 0).toSorted((a, b) => a - b);
    const at = (error: number) => estimatedNanos(spent + (expected[index] ?? 0) + error);
    const nanos = at(0);
    // Money spent stays spent: neither end can fall from one day to the next.
    floor = most(floor, at(quantile(sorted, 0.1)));
    ceiling = most(ceiling, at(quantile(sorted, 0.9)));
    return { day, nanos, lowNanos: least(floor, nanos), highNanos: most(ceiling, nanos) };
  });
  const last = days.at(-1);
  if (!last) throw new Error("a month has its last day ahead or today");
  return { kind: "forecast", nanos: last.nanos, lowNanos: last.lowNanos, highNanos: last.highNanos, days };
}

/** Cumulative curve of the month so far: what had been spent by the end of each complete day. */
export function monthToDate(series: DaySeries, today: string): { day: string; nanos: bigint }[] {
  const { startsOn } = monthOf(today);
  let nanos = 0n;
  return dayRange(startsOn, daysBetween(startsOn, today)).map((day) => {
    nanos += series.points[daysBetween(series.from, day)] ?? 0n;
    return { day, nanos };
  });
}

/** By how much forecasts from resampled pasts miss resampled futures: one list of days for each. */
function errorsOf(actual: readonly number[], fit: Shape, ahead: number, random: () => number): number[][] {
  const fitted = shapeAt(fit, 0, actual.length);
  const future = shapeAt(fit, actual.length, ahead);
  const raw = residualsOf(actual, fit);
  const mean = raw.reduce((sum, residual) => sum + residual, 0) / raw.length;
  // Level and slope follow the noise of the weeks, of which two are lost to them.
  const weeks = actual.length / 7;
  const inflate = Math.sqrt(Math.max(actual.length / freedom(actual.length), weeks / Math.max(1.5, weeks - 2)));
  const residuals = raw.map((residual) => inflate * (residual - mean));
  return Array.from({ length: resamples }, () => {
    const noise = drawBlocks(residuals, actual.length + ahead, random);
    const past = fitted.map((base, index) => Math.max(0, base * (1 + (noise[index] ?? 0))));
    const again = shapeAt(fitShape(past, "plain"), actual.length, ahead);
    return future.map(
      (base, index) => Math.max(0, base * (1 + (noise[actual.length + index] ?? 0))) - (again[index] ?? 0),
    );
  });
}

/** Runs of seven residuals from anywhere in the past, going on from its end at its beginning. */
function drawBlocks(residuals: readonly number[], count: number, random: () => number): number[] {
  const drawn: number[] = [];
  while (drawn.length < count) {
    const start = Math.floor(random() * residuals.length);
    for (let offset = 0; offset < blockDays; offset++) drawn.push(residuals[(start + offset) % residuals.length] ?? 0);
  }
  return drawn.slice(0, count);
}

function cumulative(values: readonly number[], firstShare: number): number[] {
  let sum = 0;
  return values.map((value, index) => {
    sum += index === 0 ? value * firstShare : value;
    return sum;
  });
}

function most(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
