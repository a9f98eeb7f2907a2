import fc from "fast-check";
import { expect, test } from "vitest";
import type { Price } from "../protocol/config.ts";
import { costNanos, upperBoundNanos } from "./cost.ts";

const hash = "0".repeat(64);
const rate = fc.bigInt({ min: 0n, max: 100_000_000_000n });
const tokens = fc.nat({ max: 2_000_000 });

const anyPrice: fc.Arbitrary<Price> = fc
  .tuple(
    fc.uniqueArray(fc.integer({ min: 1, max: 1_000_000 }), { maxLength: 3 }),
    fc.array(fc.tuple(rate, rate, rate), { minLength: 4, maxLength: 4 }),
  )
  .map(([thresholds, rates]) => ({
    hash,
    tiers: [0, ...thresholds.toSorted((a, b) => a - b)].map((aboveInputTokens, index) => {
      const [input, cacheRead, output] = rates[index] ?? [0n, 0n, 0n];
      return {
        aboveInputTokens,
        inputNanosPerMillion: input,
        cacheReadNanosPerMillion: cacheRead,
        outputNanosPerMillion: output,
      };
    }),
  }));

test("no call within the token bounds costs more than the upper bound", () => {
  fc.assert(
    fc.property(
      anyPrice,
      tokens,
      tokens,
      tokens,
      tokens,
      tokens,
      tokens,
      (price, input, cached, output, reasoning, moreIn, moreOut) => {
        const cost = costNanos(price, { input, cacheRead: cached, output, reasoning });
        expect(cost).toBeLessThanOrEqual(upperBoundNanos(price, input + cached + moreIn, output + reasoning + moreOut));
      },
    ),
  );
});

const flat: Price = {
  hash,
  tiers: [
    {
      aboveInputTokens: 0,
      inputNanosPerMillion: 400_000_000n,
      cacheReadNanosPerMillion: 100_000_000n,
      outputNanosPerMillion: 1_600_000_000n,
    },
  ],
};

test("a call is priced by bucket and rounded up once", () => {
  // 100 × $0.40 + 50 × $0.10 + 20 × $1.60 per million, in nano-USD.
  expect(costNanos(flat, { input: 100, cacheRead: 50, output: 15, reasoning: 5 })).toBe(40_000n + 5_000n + 32_000n);
  const odd: Price = {
    hash,
    tiers: [
      {
        ...flat.tiers[0],
        aboveInputTokens: 0,
        inputNanosPerMillion: 1n,
        cacheReadNanosPerMillion: 1n,
        outputNanosPerMillion: 1n,
      },
    ],
  };
  expect(costNanos(odd, { input: 1, cacheRead: 1, output: 1, reasoning: 0 })).toBe(1n);
});

test("the tier of the whole request is chosen by input with its cached part", () => {
  const dear = {
    aboveInputTokens: 200,
    inputNanosPerMillion: 800_000_000n,
    cacheReadNanosPerMillion: 200_000_000n,
    outputNanosPerMillion: 3_200_000_000n,
  };
  const tiered: Price = { hash, tiers: [...flat.tiers, dear] };
  expect(costNanos(tiered, { input: 100, cacheRead: 100, output: 0, reasoning: 0 })).toBe(50_000n);
  expect(costNanos(tiered, { input: 101, cacheRead: 100, output: 0, reasoning: 0 })).toBe(100_800n);
});
