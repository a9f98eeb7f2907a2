import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { tokenBuckets } from "../protocol/token-buckets.ts";
import { comparePrices, type PriceStep } from "./compare.ts";
import { fillRates, type KnownRates } from "./fill-rates.ts";
import { foldChanges, reverseChanges } from "./fold-changes.ts";
import { priceOf } from "./price-hash.ts";
import type { PriceDifference } from "./schema.ts";

const usd = (dollars: number) => BigInt(Math.round(dollars * 1e9));
const price = (rates: KnownRates, more: { above?: number; rates2?: KnownRates; requestNanos?: bigint } = {}) =>
  priceOf({
    tiers: [
      { aboveInputTokens: 0, rates: fillRates(rates) },
      ...(more.above && more.rates2 ? [{ aboveInputTokens: more.above, rates: fillRates(more.rates2) }] : []),
    ],
    requestNanos: more.requestNanos ?? 0n,
    webSearchNanos: 0n,
  });
const point = (value: ReturnType<typeof price>, fromMs = 0) => ({ fromMs, daily: null, price: value });
const brief = (steps: PriceStep[]) =>
  steps.map(({ fromMs, aboveInputTokens, rates }) => [
    fromMs,
    aboveInputTokens,
    rates.map(({ rate, change }) => `${rate} ${change}`),
  ]);

describe("two prices of one model", () => {
  const old = price({ input: usd(2), output: usd(8) });

  test("differ by the rates that a vendor names, each with its share", () => {
    const next = price({ input: usd(1), cacheRead: usd(0.1), output: usd(10) });
    const [step] = comparePrices([point(old)], [point(next)]);
    expect(step?.rates).toEqual([
      { rate: "input", before: usd(2), after: usd(1), change: -0.5 },
      { rate: "cacheRead", before: usd(2), after: usd(0.1), change: -0.95 },
      { rate: "output", before: usd(8), after: usd(10), change: 0.25 },
    ]);
  });

  test("that are the same do not differ", () => {
    expect(comparePrices([point(old)], [point(old)])).toEqual([]);
    expect(comparePrices(null, [])).toEqual([]);
  });

  test("a model that is new or gone has one side only, and no share", () => {
    expect(comparePrices(null, [point(old)])[0]?.rates).toEqual([
      { rate: "input", before: null, after: usd(2), change: null },
      { rate: "output", before: null, after: usd(8), change: null },
    ]);
    expect(brief(comparePrices([point(old)], null))).toEqual([[0, 0, ["input null", "output null"]]]);
  });

  test("what was free has no share either", () => {
    const free = price({ input: 0n, output: usd(8) });
    expect(brief(comparePrices([point(free)], [point(old)]))).toEqual([[0, 0, ["input null"]]]);
  });

  test("a tier that only one of them has is held against what the other charges there", () => {
    const tiered = price(
      { input: usd(2), output: usd(8) },
      { above: 200_000, rates2: { input: usd(4), output: usd(8) } },
    );
    expect(brief(comparePrices([point(old)], [point(tiered)]))).toEqual([[0, 200_000, ["input 1"]]]);
  });

  test("a fee per request counts once, not per tier", () => {
    const fee = price({ input: usd(2), output: usd(8) }, { requestNanos: usd(0.01) });
    expect(brief(comparePrices([point(old)], [point(fee)]))).toEqual([[0, 0, ["request null"]]]);
  });

  test("a price that begins later is held against what would have gone on", () => {
    const dearer = price({ input: usd(3), output: usd(8) });
    expect(brief(comparePrices([point(old)], [point(old), point(dearer, 1000)]))).toEqual([[1000, 0, ["input 0.5"]]]);
  });

  test("a difference that lasts is told once, from its beginning", () => {
    const dearer = price({ input: usd(3), output: usd(8) });
    const again = [point(dearer), point(dearer, 1000)];
    expect(brief(comparePrices([point(old)], again))).toEqual([[0, 0, ["input 0.5"]]]);
  });

  test("parts of the day are held against each other", () => {
    const daily = { startMinute: 990, endMinute: 30 };
    const night = (input: number) => ({ fromMs: 0, daily, price: price({ input: usd(input), output: usd(8) }) });
    const steps = comparePrices([point(old), night(1)], [point(old), night(0.5)]);
    expect(steps).toMatchObject([{ daily, rates: [{ rate: "input", change: -0.5 }] }]);
  });

  test("any two: backwards is the same with the sides changed", () => {
    const nanos = fc.bigInt({ min: 0n, max: 10_000_000_000n });
    const any = fc.record({ input: nanos, output: nanos, cacheRead: nanos, reasoning: nanos }).map((r) => price(r));
    fc.assert(
      fc.property(any, any, (a, b) => {
        const there = comparePrices([point(a)], [point(b)]).flatMap(({ rates }) => rates);
        const back = comparePrices([point(b)], [point(a)]).flatMap(({ rates }) => rates);
        expect(back.map(({ rate, before, after }) => [rate, after, before])).toEqual(
          there.map(({ rate, before, after }) => [rate, before, after]),
        );
        const hasChange = tokenBuckets.some((bucket) => a.tiers[0]?.rates[bucket] !== b.tiers[0]?.rates[bucket]);
        expect(there.length > 0).toBe(hasChange);
      }),
    );
  });
});

describe("several versions", () => {
  const schedule = (input: number) => [point(price({ input: usd(input), output: usd(1) }))];
  const change = (model: string, before: number | null, after: number | null): PriceDifference => ({
    connectionId: "prv_1",
    connectionName: "One",
    model,
    before: before === null ? null : schedule(before),
    after: after === null ? null : schedule(after),
  });

  test("fold into the first before and the last after", () => {
    expect(foldChanges([change("a", 1, 2), change("b", null, 1), change("a", 2, 3)])).toEqual([
      change("a", 1, 3),
      change("b", null, 1),
    ]);
  });

  test("and into nothing when all came back, or what was added is gone again", () => {
    expect(foldChanges([change("a", 1, 2), change("a", 2, 1)])).toEqual([]);
    expect(foldChanges([change("a", null, 2), change("a", 2, null)])).toEqual([]);
  });

  test("the way back takes each to where it was", () => {
    expect(reverseChanges([change("a", 1, 3)])).toEqual([change("a", 3, 1)]);
  });
});
