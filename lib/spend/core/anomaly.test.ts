import { describe, expect, test } from "vitest";
import { seededRandom } from "../../seeded-random.ts";
import { dailyAnomaly, isOver } from "./anomaly.ts";
import { hourlyAnomaly } from "./anomaly-hour.ts";

const usd = 1e9;
const normal = (random: () => number) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
const shape = [0.3, 1.3, 1.4, 1.3, 1.2, 1.1, 0.4];
const at = (values: readonly number[], index: number) => values[index % values.length] ?? 1;

const families: Record<string, (index: number, random: () => number) => number> = {
  "flat, 15 % noise": (_, random) => 100 * (1 + 0.15 * normal(random)),
  "1 % growth a day": (index, random) => 20 * 1.01 ** index * (1 + 0.1 * normal(random)),
  "weekday shape": (index, random) => 100 * at(shape, index) * (1 + 0.15 * normal(random)),
  "weekday shape, growing": (index, random) => 40 * 1.006 ** index * at(shape, index) * Math.exp(0.2 * normal(random)),
  "lognormal noise": (_, random) => 100 * Math.exp(0.4 * normal(random)),
  "days that hang together": autoregressive(),
  "two active days a week": (index, random) => (index % 7 < 2 ? 60 * Math.exp(0.3 * normal(random)) : 0),
  "closed on weekends": (index, random) => (index % 7 < 5 ? 80 * (1 + 0.15 * normal(random)) : 0),
};

function autoregressive() {
  let level = 0;
  return (index: number, random: () => number) => {
    level = (index === 0 ? 0 : 0.5 * level) + 0.12 * normal(random);
    return 100 * Math.exp(level);
  };
}

const seriesOf = (family: (index: number, random: () => number) => number, days: number, seed: number) => {
  const random = seededRandom(seed);
  return Array.from({ length: days }, (_, index) => BigInt(Math.max(0, Math.round(usd * family(index, random)))));
};

describe("a clean series is quiet: at most one false alarm in 100 days", () => {
  test.each(Object.entries(families))("%s", (_name, family) => {
    let [judged, alarms] = [0, 0];
    for (let seed = 1; seed <= 10; seed++) {
      const points = seriesOf(family, 264, seed);
      for (let end = 64; end <= points.length; end++) {
        judged++;
        if (dailyAnomaly(points.slice(0, end))) alarms++;
      }
    }
    expect(judged).toBe(2010);
    expect(alarms).toBeLessThanOrEqual(judged / 100);
  });
});

describe("what is wrong is found", () => {
  const usual = seriesOf((index, random) => 100 * at(shape, index) * (1 + 0.1 * normal(random)), 63, 5);
  const last = usual.at(-1) ?? 0n;

  test("a runaway agent, on its first day and on the days after it", () => {
    const first = dailyAnomaly([...usual, 20n * last]);
    expect(first).toMatchObject({ severity: "severe", actualNanos: 20n * last });
    expect(Number(first?.expectedNanos)).toBeGreaterThan(20 * usd);
    expect(Number(first?.expectedNanos)).toBeLessThan(45 * usd);
    expect(dailyAnomaly([...usual, 20n * last, 18n * last])).not.toBeNull();
  });

  test("a step is told of, and is the new usual within two weeks", () => {
    const step = seriesOf((index, random) => (index < 63 ? 100 : 180) * (1 + 0.05 * normal(random)), 78, 9);
    expect(dailyAnomaly(step.slice(0, 64))).toMatchObject({ severity: "severe" });
    expect(dailyAnomaly(step)).toBeNull();
  });

  test("a drop to zero is none: it costs nothing", () => {
    expect(dailyAnomaly([...usual, 0n])).toBeNull();
  });

  test("neither less than 5 USD nor less than a fifth is worth a word, however steady the past", () => {
    const steady = Array.from({ length: 56 }, () => 100_000_000_000n);
    expect(dailyAnomaly([...steady, 119_000_000_000n])).toBeNull();
    expect(dailyAnomaly([...steady, 121_000_000_000n])).toMatchObject({ severity: "moderate", z: 99 });
    expect(dailyAnomaly([...steady, 151_000_000_000n])).toMatchObject({ severity: "severe" });
    const cents = Array.from({ length: 56 }, () => 50_000_000n);
    expect(dailyAnomaly([...cents, 4_000_000_000n])).toBeNull();
    expect(dailyAnomaly([...cents, 6_000_000_000n])).not.toBeNull();
  });

  test("four weeks of past are needed, and eight active days of one that is seldom active", () => {
    const steady = (days: number) => [...Array.from({ length: days }, () => usd), 1000 * usd].map(BigInt);
    expect(dailyAnomaly(steady(27))).toBeNull();
    expect(dailyAnomaly(steady(28))).not.toBeNull();
    const seldom = (every: number) => [
      ...Array.from({ length: 56 }, (_, index) => BigInt(index % every === 0 ? usd : 0)),
      BigInt(1000 * usd),
    ];
    expect(dailyAnomaly(seldom(8))).toBeNull();
    expect(dailyAnomaly(seldom(7))).not.toBeNull();
  });
});

test("an anomaly is over when the next day is usual, or a week has made it usual", () => {
  const still = dailyAnomaly([...Array.from({ length: 56 }, () => 1_000_000_000n), 100_000_000_000n]);
  const day = "2026-03-01";
  expect(still).not.toBeNull();
  expect(isOver({ day, newestDay: day, newest: null })).toBe(false);
  expect(isOver({ day, newestDay: "2026-03-02", newest: still })).toBe(false);
  expect(isOver({ day, newestDay: "2026-03-02", newest: null })).toBe(true);
  expect(isOver({ day, newestDay: "2026-03-08", newest: still })).toBe(true);
});

describe("hours", () => {
  const daily = (index: number, random: () => number) =>
    index % 24 >= 8 && index % 24 < 20 ? 4 * Math.exp(0.5 * normal(random)) : 0.2 * Math.exp(0.5 * normal(random));
  const bursts = (_: number, random: () => number) => (random() < 0.1 ? 6 * Math.exp(0.5 * normal(random)) : 0);

  test.each([
    ["office hours", daily],
    ["bursts", bursts],
  ])("%s: at most one false alarm in 100 days", (_name, family) => {
    const points = seriesOf(family, 24 * 220, 3);
    let alarms = 0;
    for (let end = 24 * 14; end < points.length; end++) {
      if (hourlyAnomaly(points.slice(end - 24 * 14, end), points[end] ?? 0n)) alarms++;
    }
    expect(alarms).toBeLessThanOrEqual(2);
  });

  test("an agent that ran away is seen while its hour is still filling, and in the hour after", () => {
    const past = seriesOf(daily, 24 * 14, 3);
    expect(hourlyAnomaly(past, 80_000_000_000n)).toMatchObject({ severity: "severe" });
    expect(hourlyAnomaly([...past.slice(1), 80_000_000_000n], 80_000_000_000n)).not.toBeNull();
    expect(hourlyAnomaly(past.slice(-24 * 7 + 1), 80_000_000_000n)).toBeNull();
  });
});
