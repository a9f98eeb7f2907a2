import { expect, test } from "vitest";
import type { Rates } from "../../protocol/price.ts";
import { noTokens } from "../../protocol/usage.ts";
import { blendedPrice, cacheHitShare, cacheSavedNanos, classPrices } from "./unit-costs.ts";

const usd = 1_000_000_000n;
const rates = (input: bigint, cacheRead: bigint, output: bigint): Rates => ({
  input,
  cacheRead,
  cacheWrite5m: input,
  cacheWrite1h: input,
  audioInput: input,
  output,
  reasoning: output,
  audioOutput: output,
  imageOutput: output,
});
const million = 1_000_000;
const uses = [
  {
    tokens: { ...noTokens, input: 3 * million, cacheRead: million, output: million },
    rates: rates(usd, usd / 10n, 4n * usd),
  },
  { tokens: { ...noTokens, input: million, reasoning: million }, rates: rates(5n * usd, usd, 10n * usd) },
  { tokens: { ...noTokens, cacheRead: 2 * million }, rates: null },
];

test("each class at its own rates, weighted by what was used; tokens without a price weigh nothing", () => {
  expect(classPrices(uses)).toEqual({
    input: { tokens: 4 * million, nanosPerMillion: 2n * usd },
    cached: { tokens: 3 * million, nanosPerMillion: usd / 10n },
    output: { tokens: 2 * million, nanosPerMillion: 7n * usd },
  });
  const none = { tokens: 0, nanosPerMillion: null };
  expect(classPrices([])).toEqual({ input: none, cached: none, output: none });
});

test("what caches hit and saved", () => {
  expect(cacheHitShare(uses)).toBeCloseTo(3 / 7);
  expect(cacheHitShare([])).toBeNull();
  expect(cacheSavedNanos(uses)).toBe(900_000_000n);
  expect(cacheSavedNanos([{ tokens: { ...noTokens, cacheRead: 5 }, rates: rates(0n, usd, 0n) }])).toBe(0n);
});

test("blended is cost by all tokens, rounded once, and nothing without tokens", () => {
  expect(blendedPrice(10n, 4n)).toEqual({ tokens: 4, nanosPerMillion: 2_500_000n });
  expect(blendedPrice(10n, 0n)).toEqual({ tokens: 0, nanosPerMillion: null });
});
