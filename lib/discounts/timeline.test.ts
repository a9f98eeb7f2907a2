import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { priceAt } from "../prices/cost.ts";
import { fillRates } from "../prices/fill-rates.ts";
import type { PriceSchedule } from "../protocol/price.ts";
import { basisPointsAt, cutSchedule, type DiscountRule, discountSteps, stepsFrom } from "./timeline.ts";

const dayMs = 86_400_000;
const model = { id: "claude-sonnet-4-6", basedOn: null };
const rule = (facts: Partial<DiscountRule>): DiscountRule => ({
  ...{ id: "dsc_a", model: null, modelFamily: null, endsAt: null, basisPoints: 1000 },
  ...{ startsAt: new Date(0).toISOString(), createdAt: new Date(0).toISOString() },
  ...facts,
});
const at = (day: number) => new Date(day * dayMs).toISOString();
const price = (input: bigint) => ({
  hash: `${input}`.padStart(64, "0"),
  tiers: [{ aboveInputTokens: 0, rates: fillRates({ input, output: input }) }],
  requestNanos: 0n,
  webSearchNanos: 0n,
});
/** Marks instead of computing, so that a test sees which price was charged with how much off. */
const marked = ({ tiers, ...rest }: ReturnType<typeof price>, basisPoints: number) => {
  const input = (tiers[0]?.rates.input ?? 0n) * 100_000n + BigInt(basisPoints);
  return { ...rest, ...price(input) };
};
const inputAt = (schedule: PriceSchedule, ms: number) => priceAt(schedule, ms)?.tiers[0]?.rates.input ?? null;

const days = fc.integer({ min: 0, max: 30 });
const point = fc.record({
  fromMs: days.map((day) => day * dayMs),
  daily: fc.option(
    fc.record({ startMinute: fc.integer({ min: 0, max: 1439 }), endMinute: fc.integer({ min: 0, max: 1440 }) }),
  ),
  price: fc.bigInt({ min: 1n, max: 99n }).map(price),
});
const rules = fc.array(
  fc
    .record({
      model: fc.constantFrom(null, null, model.id),
      modelFamily: fc.constantFrom(null, "claude", "claude-sonnet", "gpt"),
      start: days,
      length: fc.option(fc.integer({ min: 1, max: 20 })),
      basisPoints: fc.integer({ min: 0, max: 10_000 }),
      created: days,
    })
    .map(({ model: exact, modelFamily, start, length, basisPoints, created }) =>
      rule({
        model: exact,
        modelFamily: exact === null ? modelFamily : null,
        startsAt: at(start),
        endsAt: length === null ? null : at(start + length),
        basisPoints,
        createdAt: at(created),
      }),
    ),
  { maxLength: 6 },
);
const moments = fc.integer({ min: 0, max: 60 * 1440 }).map((minute) => minute * 60_000);

describe("a schedule that is cut", () => {
  test("has at every moment the list's price of that moment, with what is taken off then", () => {
    fc.assert(
      fc.property(
        fc.array(point, { maxLength: 6 }),
        rules,
        fc.array(moments, { minLength: 1 }),
        (list, own, looked) => {
          const steps = discountSteps(model, own);
          const cut = cutSchedule(list, steps, marked);
          for (const ms of looked) {
            const listed = priceAt(list, ms);
            const wanted =
              listed && inputAt([{ fromMs: 0, daily: null, price: marked(listed, basisPointsAt(steps, ms)) }], ms);
            expect(inputAt(cut, ms)).toBe(wanted);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test("from a moment on needs only the steps that are left", () => {
    fc.assert(
      fc.property(fc.array(point, { maxLength: 6 }), rules, moments, moments, (list, own, nowMs, laterMs) => {
        const steps = discountSteps(model, own);
        const later = Math.max(nowMs, laterMs);
        const left = cutSchedule(list, stepsFrom(steps, nowMs), marked);
        expect(inputAt(left, later)).toBe(inputAt(cutSchedule(list, steps, marked), later));
      }),
      { numRuns: 100 },
    );
  });

  test("keeps its points under a discount without dates", () => {
    const list = [
      { fromMs: 0, daily: null, price: price(5n) },
      { fromMs: 9 * dayMs, daily: null, price: price(7n) },
    ];
    const cut = cutSchedule(list, discountSteps(model, [rule({ basisPoints: 2500 })]), marked);
    expect(cut.map(({ fromMs }) => fromMs)).toEqual([0, 9 * dayMs]);
  });
});

test("has no point more than it needs: there is room for 32", () => {
  const list = [0, 2, 9].map((day) => ({ fromMs: day * dayMs, daily: null, price: price(BigInt(day + 1)) }));
  const cut = cutSchedule(list, discountSteps(model, [rule({ startsAt: at(5), endsAt: at(7) })]), marked);
  expect(cut.map(({ fromMs }) => fromMs / dayMs)).toEqual([0, 2, 5, 7, 9]);
});

describe("of several discounts in force", () => {
  const stepsOf = (...own: DiscountRule[]) =>
    discountSteps(model, own).map(({ fromMs, basisPoints }) => [fromMs / dayMs, basisPoints]);

  test("the model's counts before a family's, the longer family before the shorter, any before all", () => {
    expect(
      stepsOf(
        rule({ basisPoints: 1 }),
        rule({ basisPoints: 2, modelFamily: "claude", startsAt: at(1) }),
        rule({ basisPoints: 3, modelFamily: "claude-sonnet", startsAt: at(2) }),
        rule({ basisPoints: 4, model: model.id, startsAt: at(3), endsAt: at(4) }),
        rule({ basisPoints: 9, model: "another" }),
      ),
    ).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 4],
      [4, 3],
    ]);
  });

  test("the newer counts where two are equally exact", () => {
    const older = rule({ basisPoints: 1, createdAt: at(1) });
    const newer = rule({ id: "dsc_b", basisPoints: 2, createdAt: at(2) });
    expect(stepsOf(older, newer)).toEqual([[0, 2]]);
    expect(stepsOf(newer, older)).toEqual([[0, 2]]);
  });

  test("a deployment has the discount of the family behind it", () => {
    const steps = discountSteps({ id: "our-chat", basedOn: "gpt-5-mini" }, [rule({ modelFamily: "gpt-5" })]);
    expect(basisPointsAt(steps, 0)).toBe(1000);
  });
});
