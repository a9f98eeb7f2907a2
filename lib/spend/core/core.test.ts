import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, daysBetween } from "../days.ts";
import { budgetPace, daysToExhaustion } from "./budget-pace.ts";
import { concentration } from "./concentration.ts";
import { monthOf, weekdayOf } from "./day.ts";
import { bucketBounds, bucketOf, middleOf, percentilesOf } from "./histogram-buckets.ts";
import { matchedMovement, movementsOf } from "./movements.ts";
import { splitChange } from "./price-volume-mix.ts";
import { retention } from "./retention.ts";
import { divideRounded, estimatedNanos } from "./round.ts";
import { runRate, runRates } from "./run-rate.ts";
import { daySeries } from "./series.ts";
import { shares } from "./shares.ts";
import { evenProfile, weekdayProfile } from "./weekday-profile.ts";

const usd = 1_000_000_000n;
const nanos = fc.bigInt({ min: 0n, max: 10n ** 15n });
const from = "2025-11-01";
const amounts = fc.array(fc.record({ day: fc.nat(99).map((n) => addDays(from, n)), nanos }), { maxLength: 60 });
const end = addDays(from, 100);
const sum = (values: readonly bigint[]) => values.reduce((total, value) => total + value, 0n);
const flat = (days: number, each = usd) => ({ from, points: Array.from({ length: days }, () => each) });

describe("days and series", () => {
  test("the calendar's days: leap years, months, weekdays", () => {
    expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
    expect(daysBetween("2026-03-28", "2026-03-30")).toBe(2);
    expect(monthOf("2026-02-14")).toEqual({ startsOn: "2026-02-01", endsOn: "2026-02-28" });
    expect(monthOf("2026-12-31")).toEqual({ startsOn: "2026-12-01", endsOn: "2026-12-31" });
    expect(weekdayOf("2026-11-22")).toBe(0);
  });

  test("the order in which usage arrived does not matter, and nothing is lost", () => {
    fc.assert(
      fc.property(amounts, fc.infiniteStream(fc.nat()), (given, order) => {
        const shuffled = given
          .map((item) => ({ item, rank: order.next().value ?? 0 }))
          .toSorted((a, b) => a.rank - b.rank)
          .map(({ item }) => item);
        expect(daySeries(shuffled, from, end)).toEqual(daySeries(given, from, end));
        expect(sum(daySeries(given, from, end).points)).toBe(sum(given.map((item) => item.nanos)));
      }),
    );
  });

  test("a late amount changes its own day, and run-rates of the 28 days from it on by 13 times itself", () => {
    fc.assert(
      fc.property(amounts, fc.nat(99), nanos, (given, day, late) => {
        const before = daySeries(given, from, end);
        const after = daySeries([...given, { day: addDays(from, day), nanos: late }], from, end);
        for (const [index, value] of after.points.entries()) {
          expect(value - (before.points[index] ?? 0n)).toBe(index === day ? late : 0n);
        }
        const [old, now] = [runRates(before), runRates(after)];
        for (const [index, rate] of now.entries()) {
          if (rate.nanos === null) continue;
          const isTouched = index >= day && index < day + 28;
          expect(rate.nanos - (old[index]?.nanos ?? 0n)).toBe(isTouched ? 13n * late : 0n);
        }
      }),
    );
  });

  test("cutting the same money into days of another zone moves none of it", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ hour: fc.nat(2000), nanos })),
        fc.integer({ min: -12, max: 14 }),
        (calls, offset) => {
          const inZone = daySeries(
            calls.map((call) => ({ day: addDays(from, Math.floor((call.hour + offset) / 24)), nanos: call.nanos })),
            addDays(from, -1),
            end,
          );
          expect(sum(inZone.points)).toBe(sum(calls.map((call) => call.nanos)));
        },
      ),
    );
  });
});

describe("run-rate", () => {
  test("28 days × 13; early from 7; nothing under that", () => {
    expect(runRate(flat(6))).toEqual({
      nanos: null,
      isEarly: false,
      fastNanos: null,
      beforeNanos: null,
      growth: null,
      completeDays: 6,
    });
    expect(runRate(flat(7))).toMatchObject({ nanos: 365n * usd, isEarly: true, fastNanos: 365n * usd, growth: null });
    expect(runRate(flat(27))).toMatchObject({ isEarly: true });
    expect(runRate(flat(28))).toMatchObject({ nanos: 364n * usd, isEarly: false, beforeNanos: null });
    expect(runRate(flat(55))).toMatchObject({ beforeNanos: null, growth: null });
    expect(runRate(flat(56))).toMatchObject({ beforeNanos: 364n * usd, growth: 0 });
    expect(runRate({ from, points: [...flat(28, 0n).points, ...flat(28).points] })).toMatchObject({
      beforeNanos: 0n,
      growth: null,
    });
    expect(runRate({ from, points: [...flat(28).points, ...flat(28, 2n * usd).points] }).growth).toBe(1);
  });

  test("365 ÷ 7 is rounded once, half to even", () => {
    expect(runRate({ from, points: [1n, 0n, 0n, 0n, 0n, 0n, 0n] }).fastNanos).toBe(52n);
    expect([divideRounded(5n, 2n), divideRounded(7n, 2n), divideRounded(-5n, 2n), divideRounded(-7n, 4n)]).toEqual([
      2n,
      4n,
      -2n,
      -2n,
    ]);
  });

  test("a day without spend changes nothing but the window", () => {
    fc.assert(
      fc.property(fc.array(nanos, { minLength: 1, maxLength: 90 }), (points) => {
        const figures = runRate({ from, points: [0n, ...points] });
        // At the far end it is one more day of history; at the near end the oldest day leaves the window.
        const shifted = runRate({ from, points: [...points, 0n] });
        const window = (count: number) => sum(points.slice(-count));
        if (points.length >= 28) expect(figures.nanos).toBe(runRate({ from, points }).nanos);
        if (points.length >= 28) expect(shifted.nanos).toBe(13n * window(27));
        expect(figures.completeDays).toBe(points.length + 1);
      }),
    );
  });

  test("the curve's last point is the headline, and each point that of its day", () => {
    fc.assert(
      fc.property(fc.array(nanos, { minLength: 28, maxLength: 90 }), (points) => {
        for (const [index, { nanos: rate, fastNanos }] of runRates({ from, points }).entries()) {
          const figures = runRate({ from, points: points.slice(0, index + 1) });
          expect(rate).toBe(figures.isEarly ? null : figures.nanos);
          expect(fastNanos).toBe(figures.fastNanos);
        }
      }),
    );
  });
});

describe("movements", () => {
  const pairs = fc.uniqueArray(
    fc.record({
      key: fc.string(),
      beforeNanos: fc.oneof(nanos, fc.constantFrom(0n, 9_999_999n, 10_000_000n)),
      nowNanos: fc.oneof(nanos, fc.constantFrom(0n, 1n, 10_000_000n)),
      existedEarlier: fc.boolean(),
    }),
    { selector: ({ key }) => key },
  );

  test("before and the five sums are now, to the nano-dollar, also of amounts below a cent", () => {
    fc.assert(
      fc.property(pairs, (given) => {
        const { beforeNanos, nowNanos, sums, items } = movementsOf(given);
        expect(beforeNanos + sum(Object.values(sums))).toBe(nowNanos);
        expect(beforeNanos).toBe(13n * sum(given.map((pair) => pair.beforeNanos)));
        expect(nowNanos).toBe(13n * sum(given.map((pair) => pair.nowNanos)));
        expect(sum(items.map((item) => item.deltaNanos))).toBe(nowNanos - beforeNanos);
        expect(movementsOf(given.toReversed())).toEqual(movementsOf(given));
        const matched = matchedMovement(sums);
        expect(matched >= 0n && matched <= beforeNanos && matched <= nowNanos).toBe(true);
      }),
    );
  });

  test("each kind", () => {
    const kind = (beforeNanos: bigint, nowNanos: bigint, existedEarlier = false) =>
      movementsOf([{ key: "k", beforeNanos, nowNanos, existedEarlier }]).items[0]?.kind;
    expect(kind(0n, usd)).toBe("new");
    expect(kind(9_999_999n, usd)).toBe("new");
    expect(kind(10_000_000n, usd)).toBe("expansion");
    expect(kind(0n, usd, true)).toBe("reactivation");
    expect(kind(usd, 0n)).toBe("churn");
    expect(kind(usd, 9_999_999n)).toBe("churn");
    expect(kind(2n * usd, usd)).toBe("contraction");
    expect(kind(usd, usd)).toBe("unchanged");
    expect(kind(0n, 5n)).toBe("expansion");
    expect(kind(5n, 0n)).toBe("contraction");
  });

  test("volume, price and mix are the difference exactly; their order does not matter", () => {
    const pair = (value: fc.Arbitrary<bigint>) => fc.record({ before: value, now: value });
    const uses = fc.array(fc.record({ tokens: pair(fc.bigInt({ min: 0n, max: 10n ** 10n })), nanos: pair(nanos) }));
    fc.assert(
      fc.property(uses, (given) => {
        const { volumeNanos, priceNanos, mixNanos } = splitChange(given, 13n);
        const delta = sum(given.map((use) => use.nanos.now)) - sum(given.map((use) => use.nanos.before));
        expect(volumeNanos + priceNanos + mixNanos).toBe(13n * delta);
        expect(splitChange(given.toReversed(), 13n)).toEqual({ volumeNanos, priceNanos, mixNanos });
      }),
    );
  });

  test("twice the tokens is volume, half the price is price, another model is mix", () => {
    const use = (q0: bigint, c0: bigint, q1: bigint, c1: bigint) => ({
      tokens: { before: q0, now: q1 },
      nanos: { before: c0, now: c1 },
    });
    expect(splitChange([use(100n, 1000n, 200n, 2000n)], 1n)).toEqual({
      volumeNanos: 1000n,
      priceNanos: 0n,
      mixNanos: 0n,
    });
    expect(splitChange([use(100n, 1000n, 100n, 500n)], 1n)).toEqual({
      volumeNanos: 0n,
      priceNanos: -500n,
      mixNanos: 0n,
    });
    const moved = [use(100n, 1000n, 0n, 0n), use(0n, 0n, 100n, 100n)];
    expect(splitChange(moved, 1n)).toEqual({ volumeNanos: 0n, priceNanos: 0n, mixNanos: -900n });
  });
});

describe("shares and concentration", () => {
  test("shares are a hundred percent exactly, each within one unit of its own", () => {
    fc.assert(
      fc.property(fc.array(nanos, { minLength: 1, maxLength: 40 }), fc.nat(3), (given, decimals) => {
        const parts = shares(given, decimals);
        const total = sum(given);
        const whole = 100 * 10 ** decimals;
        expect(parts === null).toBe(total === 0n);
        if (parts === null) return;
        expect(parts.reduce((all, part) => all + part, 0)).toBe(whole);
        for (const [index, part] of parts.entries()) {
          expect(Math.abs(part - (Number(given[index]) / Number(total)) * whole)).toBeLessThan(1 + 1e-6);
        }
      }),
    );
  });

  test("one of all is 1, four alike are a quarter", () => {
    expect(concentration([{ key: "a", nanos: 5n }])).toEqual({ index: 1, largestKey: "a", largestShare: 1 });
    expect(concentration(["d", "b", "c", "a"].map((key) => ({ key, nanos: usd })))).toEqual({
      index: 0.25,
      largestKey: "a",
      largestShare: 0.25,
    });
    expect(concentration([{ key: "a", nanos: 0n }])).toBeNull();
    expect(concentration([])).toBeNull();
  });
});

describe("retention, pace and profile", () => {
  test("retention says why it is missing", () => {
    expect(retention({ beforeNanos: 4n, sameNowNanos: 3n }, 56)).toEqual({ retention: 0.75, reason: null });
    expect(retention({ beforeNanos: 4n, sameNowNanos: 3n }, 55)).toEqual({
      retention: null,
      reason: "not_enough_data",
    });
    expect(retention({ beforeNanos: 0n, sameNowNanos: 0n }, 56)).toEqual({
      retention: null,
      reason: "nothing_to_divide_by",
    });
  });

  test("a month half over with half of the cap spent is on pace; weekends that are quiet weigh little", () => {
    const at = { today: "2026-06-16", todayShare: 0, spentNanos: 50n, capNanos: 100n };
    expect(budgetPace({ ...at, profile: evenProfile })).toBeCloseTo(1);
    // 1 to 7 June 2026 has one whole weekend, at its end.
    const workdays = [0, 1.4, 1.4, 1.4, 1.4, 1.4, 0];
    const friday = { ...at, today: "2026-06-06", profile: workdays };
    expect(budgetPace(friday)).toBeCloseTo((0.5 * 22) / 5);
    expect(budgetPace({ ...friday, today: "2026-06-08" })).toBeCloseTo((0.5 * 22) / 5);
    expect(budgetPace({ ...at, capNanos: 0n, profile: evenProfile })).toBeNull();
    expect(budgetPace({ ...at, today: "2026-06-01", profile: evenProfile })).toBeNull();
    expect(budgetPace({ ...at, today: "2026-06-01", todayShare: 0.5, profile: evenProfile })).toBeCloseTo(30);
  });

  test("days to exhaustion at the last week's mean", () => {
    expect(daysToExhaustion(10n * usd, flat(7).points)).toBe(10);
    expect(daysToExhaustion(0n, flat(7).points)).toBe(0);
    expect(daysToExhaustion(10n * usd, flat(6).points)).toBeNull();
    expect(daysToExhaustion(10n * usd, flat(7, 0n).points)).toBeNull();
  });

  test("a profile needs two weeks, averages 1, and knows which day is which", () => {
    expect(weekdayProfile(flat(13))).toEqual(evenProfile);
    expect(weekdayProfile(flat(14, 0n))).toEqual(evenProfile);
    // 2025-11-01 is a Saturday.
    const points = Array.from({ length: 30 }, (_, index) => (weekdayOf(addDays(from, index)) === 1 ? 7n * usd : 0n));
    expect(weekdayProfile({ from, points })).toEqual([0, 7, 0, 0, 0, 0, 0]);
  });

  test("an estimate is never below zero, no number, or more than the wire carries", () => {
    expect([Number.NaN, -1, 2.5, Number.POSITIVE_INFINITY].map(estimatedNanos)).toEqual([
      0n,
      0n,
      3n,
      999_999_999_999_999_999n,
    ]);
  });
});

describe("histograms", () => {
  test("every value is in the bucket whose bounds hold it, and its middle is within 4.5 %", () => {
    fc.assert(
      fc.property(fc.oneof(fc.bigInt({ min: 1n, max: 10n ** 4n }), fc.bigInt({ min: 1n, max: 2n ** 50n })), (value) => {
        const bucket = bucketOf(value);
        expect((bucketBounds[bucket - 1] ?? 0n) <= value).toBe(true);
        expect(value < (bucketBounds[bucket] ?? 2n ** 51n)).toBe(true);
        expect(Math.abs(middleOf(bucket) / Number(value) - 1)).toBeLessThan(0.045);
      }),
    );
    expect([bucketOf(0n), middleOf(0)]).toEqual([0, 0]);
  });

  test("percentiles are near those of the values themselves, in whatever order the buckets come", () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 0n, max: 10n ** 7n }), { minLength: 1 }), (values) => {
        const sorted = values.toSorted((a, b) => (a < b ? -1 : 1));
        const counts = values.map((value) => ({ bucket: bucketOf(value), count: 1 }));
        const found = percentilesOf(counts);
        for (const [p, value] of [[0.5, found?.p50] as const, [0.95, found?.p95] as const]) {
          const exact = Number(sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)]);
          expect(Math.abs((value ?? Number.NaN) - exact)).toBeLessThanOrEqual(0.045 * exact + 1e-9);
        }
        expect(found?.count).toBe(values.length);
      }),
    );
    expect(percentilesOf([])).toBeNull();
  });
});
