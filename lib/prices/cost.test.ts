import fc from "fast-check";
import { expect, test } from "vitest";
import type { Price, Rates } from "../protocol/price.ts";
import { type TokenBucket, tokenBuckets } from "../protocol/token-buckets.ts";
import { noTokens, type Tokens } from "../protocol/usage.ts";
import { costNanos, inputTokensOf, outputTokensOf, priceAt, pricesBetween, upperBoundNanos } from "./cost.ts";
import { fillRates } from "./fill-rates.ts";

const hash = "0".repeat(64);

function record<T>(value: fc.Arbitrary<T>): fc.Arbitrary<Record<TokenBucket, T>> {
  const fields = Object.fromEntries(tokenBuckets.map((bucket) => [bucket, value])) as Record<
    TokenBucket,
    fc.Arbitrary<T>
  >;
  return fc.record(fields);
}

const anyRates: fc.Arbitrary<Rates> = record(fc.bigInt({ min: 0n, max: 100_000_000_000n }));
const anyTokens: fc.Arbitrary<Tokens> = record(fc.nat({ max: 2_000_000 }));
const anyFee = fc.bigInt({ min: 0n, max: 1_000_000_000n });

const anyPrice: fc.Arbitrary<Price> = fc
  .record({
    thresholds: fc.uniqueArray(fc.integer({ min: 1, max: 1_000_000 }), { maxLength: 3 }),
    rates: fc.array(anyRates, { minLength: 4, maxLength: 4 }),
    requestNanos: anyFee,
    webSearchNanos: anyFee,
  })
  .map(({ thresholds, rates, ...fees }) => ({
    hash,
    ...fees,
    tiers: [0, ...thresholds.toSorted((a, b) => a - b)].map((aboveInputTokens, index) => ({
      aboveInputTokens,
      rates: rates[index] ?? flatRates(0n, 0n),
    })),
  }));

const flatRates = (input: bigint, output: bigint, more: Partial<Rates> = {}) => fillRates({ input, output, ...more });

function priceOf(rates: Rates, more: Partial<Price> = {}): Price {
  return { hash, tiers: [{ aboveInputTokens: 0, rates }], requestNanos: 0n, webSearchNanos: 0n, ...more };
}

test("no call within the bounds costs more than the upper bound", () => {
  fc.assert(
    fc.property(
      anyPrice,
      anyTokens,
      fc.nat(20),
      fc.nat(1_000_000),
      fc.nat(1_000_000),
      (price, tokens, searches, moreIn, moreOut) => {
        const bound = {
          inputTokens: inputTokensOf(tokens) + moreIn,
          outputTokens: outputTokensOf(tokens) + moreOut,
          webSearches: searches,
        };
        expect(costNanos(price, tokens, searches)).toBeLessThanOrEqual(upperBoundNanos(price, bound));
      },
    ),
  );
});

test("leaving out buckets that a call cannot use keeps the bound above every call that does not use them", () => {
  fc.assert(
    fc.property(anyPrice, anyTokens, fc.subarray([...tokenBuckets]), (price, all, unused) => {
      const tokens: Tokens = { ...all, ...Object.fromEntries(unused.map((bucket) => [bucket, 0])) };
      const bound = { inputTokens: inputTokensOf(tokens), outputTokens: outputTokensOf(tokens), webSearches: 0 };
      expect(costNanos(price, tokens)).toBeLessThanOrEqual(upperBoundNanos(price, bound, new Set(unused)));
    }),
  );
});

const flat = priceOf(flatRates(400_000_000n, 1_600_000_000n, { cacheRead: 100_000_000n }));

test("a call is priced by bucket and rounded up once", () => {
  // 100 × $0.40 + 50 × $0.10 + 20 × $1.60 per million, in nano-USD.
  const tokens = { ...noTokens, input: 100, cacheRead: 50, output: 15, reasoning: 5 };
  expect(costNanos(flat, tokens)).toBe(40_000n + 5_000n + 32_000n);
  expect(costNanos(priceOf(flatRates(1n, 1n)), { ...noTokens, input: 1, cacheRead: 1, output: 1 })).toBe(1n);
});

test("each bucket has its own rate, and fees come on top", () => {
  const rates = Object.fromEntries(
    tokenBuckets.map((bucket, index) => [bucket, BigInt(10 ** index) * 1_000_000n]),
  ) as Rates;
  const one = Object.fromEntries(tokenBuckets.map((bucket) => [bucket, 1])) as Tokens;
  const price = priceOf(rates, { requestNanos: 1_000_000_000n, webSearchNanos: 10_000_000_000n });
  expect(costNanos(price, one, 3)).toBe(31_111_111_111n);
});

test("the tier of the whole request is chosen by its input with the cached part", () => {
  const dear = { aboveInputTokens: 200, rates: flatRates(800_000_000n, 3_200_000_000n, { cacheRead: 200_000_000n }) };
  const tiered: Price = { ...flat, tiers: [...flat.tiers, dear] };
  expect(costNanos(tiered, { ...noTokens, input: 100, cacheRead: 100 })).toBe(50_000n);
  expect(costNanos(tiered, { ...noTokens, input: 101, cacheRead: 100 })).toBe(100_800n);
  expect(costNanos(tiered, { ...noTokens, input: 101, cacheWrite1h: 100 })).toBe(160_800n);
});

const [day, night] = [priceOf(flatRates(2n, 2n)), priceOf(flatRates(1n, 1n))];
const [old, fresh] = [priceOf(flatRates(5n, 5n)), priceOf(flatRates(6n, 6n))];
const at = (time: string) => Date.parse(`2026-11-23T${time}Z`);

test("the last price that has begun is in force; before the first there is none", () => {
  const schedule = [
    { fromMs: at("10:00:00"), daily: null, price: old },
    { fromMs: at("12:00:00"), daily: null, price: fresh },
  ];
  expect(priceAt(schedule, at("09:59:59"))).toBeNull();
  expect(priceAt(schedule, at("11:59:59"))).toBe(old);
  expect(priceAt(schedule, at("12:00:00"))).toBe(fresh);
  expect(priceAt([], at("12:00:00"))).toBeNull();
});

test("a part of the day is in force within it, also over midnight", () => {
  const schedule = [
    { fromMs: 0, daily: null, price: day },
    { fromMs: 0, daily: { startMinute: 22 * 60, endMinute: 6 * 60 }, price: night },
  ];
  expect(["21:59:59", "22:00:00", "05:59:59", "06:00:00"].map((time) => priceAt(schedule, at(time)))).toEqual([
    day,
    night,
    night,
    day,
  ]);
});

test("no moment of a span has a price that the span does not list", () => {
  const minute = fc.integer({ min: 0, max: 1439 });
  const point = fc.record({
    fromMs: fc.integer({ min: at("00:00:00"), max: at("23:59:59") }),
    daily: fc.option(fc.record({ startMinute: minute, endMinute: minute })),
    price: fc.constantFrom(day, night, old, fresh),
  });
  const moment = fc.integer({ min: at("00:00:00"), max: at("23:59:59") });
  fc.assert(
    fc.property(
      fc.array(point, { maxLength: 5 }),
      moment,
      fc.nat(3_600_000),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (schedule, start, length, share) => {
        const price = priceAt(schedule, start + Math.floor(length * share));
        if (price) expect(pricesBetween(schedule, start, start + length)).toContain(price);
      },
    ),
  );
});
