import { describe, expect, test } from "vitest";
import { seededRandom } from "../../seeded-random.ts";
import { addDays, daysBetween } from "../days.ts";
import { crossovers } from "./crossover.ts";
import { crossoverAhead } from "./crossover-ahead.ts";
import { growthTime } from "./growth-time.ts";
import { movingSums } from "./run-rate.ts";

const from = "2026-01-01";
const normal = (random: () => number) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
const shape = [0.3, 1.3, 1.4, 1.3, 1.2, 1.1, 0.4];

/** Daily nano-USD around 100 USD; `hang` is how much of a day's noise the next one keeps. */
function series(days: number, { slope = 0, noise = 0.2, hang = 0, isShaped = false, level = 100, seed = 1 }) {
  const random = seededRandom(seed);
  let carried = 0;
  const points = Array.from({ length: days }, (_, index) => {
    carried = hang * carried + noise * normal(random);
    const weekday = isShaped ? (shape[index % 7] ?? 1) : 1;
    return BigInt(Math.round(1e9 * level * weekday * Math.exp(slope * index + carried)));
  });
  return { from, points };
}

const runs = Array.from({ length: 300 }, (_, seed) => seed);

describe("doubling time", () => {
  test.each([
    ["independent noise", { noise: 0.3 }],
    ["a weekday's shape", { noise: 0.3, isShaped: true }],
    ["days that hang together", { noise: 0.15, hang: 0.5 }],
  ])("without a trend there is none, nine times of ten at least: %s", (_name, given) => {
    const none = runs.filter((seed) => growthTime(series(56, { ...given, seed })).kind === "none").length;
    expect(none / runs.length).toBeGreaterThanOrEqual(0.9);
  });

  test("the interval holds the real one, nine times of ten at least, and growth is found", () => {
    const found = runs.map((seed) => growthTime(series(60, { slope: Math.LN2 / 40, isShaped: true, seed })));
    const held = found.filter((it) => it.kind === "doubling" && it.lowDays <= 40 && it.highDays >= 40);
    expect(held.length / runs.length).toBeGreaterThanOrEqual(0.9);
  });

  test("exact growth, exact halving", () => {
    const doubling = growthTime(series(56, { slope: Math.LN2 / 30, noise: 0, isShaped: true }));
    expect(doubling).toMatchObject({ kind: "doubling" });
    expect(doubling.kind !== "none" && doubling.days).toBeCloseTo(30, 3);
    const halving = growthTime(series(70, { slope: -Math.LN2 / 20, noise: 0 }));
    expect(halving).toMatchObject({ kind: "halving" });
    expect(halving.kind !== "none" && halving.days).toBeCloseTo(20, 3);
  });

  test("one wild week is no trend, and what is level has none", () => {
    const wild = series(56, { noise: 0.02 });
    const points = wild.points.map((nanos, index) => (index >= 49 ? nanos * 40n : nanos));
    expect(growthTime({ from, points })).toEqual({ kind: "none", reason: "no_trend" });
    expect(growthTime(series(56, { noise: 0 }))).toEqual({ kind: "none", reason: "no_trend" });
  });

  test("two dear weeks, long ago, are no halving: most weeks are level", () => {
    const points = Array.from({ length: 56 }, (_, index) => (index < 14 ? 2_000_000_000n : 1_000_000_000n));
    expect(growthTime({ from, points })).toEqual({ kind: "none", reason: "no_trend" });
  });

  test("it needs 56 days, and something in each week", () => {
    const missing = { kind: "none", reason: "not_enough_data" };
    expect(growthTime(series(55, { slope: 0.02 }))).toEqual(missing);
    const { points } = series(56, { slope: 0.02 });
    expect(growthTime({ from, points: points.map((nanos, index) => (index < 7 ? 0n : nanos)) })).toEqual(missing);
  });
});

describe("crossovers", () => {
  const curve = (key: string, text: string) => ({
    key,
    points: [...text].map((digit) => (digit === "." ? null : BigInt(digit))),
  });

  test("above for seven days in a row, said of the first of them", () => {
    const low = curve("low", "55555555555555555555");
    expect(crossovers([low, curve("new", "11111117777777111111")], from)).toEqual([
      { day: addDays(from, 7), over: "new", under: "low" },
    ]);
    expect(crossovers([curve("new", "11111117777771111111"), low], from)).toEqual([]);
    expect(crossovers([curve("new", "11111117777577777771"), low], from)).toEqual([
      { day: addDays(from, 12), over: "new", under: "low" },
    ]);
  });

  test("who leads first has overtaken nobody; gaps and level days begin anew", () => {
    const low = curve("low", "00000000555555555");
    expect(crossovers([low, curve("first", "00001111111111111")], from)).toEqual([]);
    const b = curve("b", "555555555555555");
    expect(crossovers([curve("a", "1111111777.7777"), b], from)).toEqual([]);
    expect(crossovers([curve("a", "111111177757777"), b], from)).toEqual([]);
  });

  test("there and back is two", () => {
    const found = crossovers([curve("a", "111111177777771111111"), curve("b", "555555555555555555555")], from);
    expect(found.map(({ over }) => over)).toEqual(["a", "b"]);
  });
});

describe("a crossover ahead", () => {
  const make = (noise: number, seed = 1, days = 100) => {
    const cloud = series(days + 120, { level: 200, noise, isShaped: true, seed });
    const direct = series(days + 120, { level: 50, slope: 0.01, noise, isShaped: true, seed: seed + 1000 });
    const cut = (points: readonly bigint[]) => ({ from, points: points.slice(0, days) });
    const [over, under] = [movingSums(direct.points, 28), movingSums(cloud.points, 28)];
    const real = over.findIndex((sum, index) => sum !== null && sum > (under[index] ?? 0n));
    return {
      cloud: { key: "cloud", series: cut(cloud.points) },
      direct: { key: "direct", series: cut(direct.points) },
      real,
    };
  };

  test("without noise it is the day on which the sums really meet", () => {
    const { cloud, direct, real } = make(0);
    const found = crossoverAhead(cloud, direct, seededRandom(1));
    expect(found).toMatchObject({ over: "direct", under: "cloud" });
    expect(Math.abs(daysBetween(from, found?.day ?? from) - real)).toBeLessThanOrEqual(1);
    expect(crossoverAhead(direct, cloud, seededRandom(1))).toEqual(found);
  });

  test("its 80 % interval holds the real day, two times of three at least", () => {
    const seeds = runs.slice(0, 120);
    const held = seeds.filter((seed) => {
      const { cloud, direct, real } = make(0.15, seed);
      const found = crossoverAhead(cloud, direct, seededRandom(seed));
      const day = addDays(from, real);
      return found !== null && found.lowDay <= day && day <= found.highDay;
    });
    expect(held.length / seeds.length).toBeGreaterThanOrEqual(0.66);
    expect(held.length / seeds.length).toBeLessThanOrEqual(0.92);
  });

  test("noise without a trend meets nowhere, nine times of ten at least", () => {
    const none = runs.filter((seed) => {
      const a = { key: "a", series: series(70, { level: 120, seed }) };
      const b = { key: "b", series: series(70, { seed: seed + 1000 }) };
      return crossoverAhead(a, b, seededRandom(seed)) === null;
    });
    expect(none.length / runs.length).toBeGreaterThanOrEqual(0.9);
  });

  test("not beyond 180 days, not with fewer than 42 days of spend, not when it moves away", () => {
    const steady = { key: "steady", series: series(56, { noise: 0 }) };
    const slow = { key: "slow", series: series(56, { noise: 0, level: 50, slope: 0.003 }) };
    expect(crossoverAhead(steady, slow, seededRandom(1))).toBeNull();
    const rising = series(56, { noise: 0, level: 20, slope: 0.02 });
    const some = rising.points.map((nanos, index) => (index % 4 === 0 ? 0n : nanos));
    expect(crossoverAhead(steady, { key: "r", series: rising }, seededRandom(1))).not.toBeNull();
    expect(crossoverAhead(steady, { key: "r", series: { from, points: some } }, seededRandom(1))).not.toBeNull();
    const fewer = some.map((nanos, index) => (index === 1 ? 0n : nanos));
    expect(crossoverAhead(steady, { key: "r", series: { from, points: fewer } }, seededRandom(1))).toBeNull();
    const sinking = { key: "s", series: series(56, { noise: 0, level: 50, slope: -0.02 }) };
    expect(crossoverAhead(steady, sinking, seededRandom(1))).toBeNull();
  });
});
