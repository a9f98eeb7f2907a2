import { expect, test } from "vitest";
import { estimateInputTokens, estimateNanos, estimateOutputTokens } from "./estimate.ts";
import { plainNeeds, priceOf, ratesOf } from "./testing/candidates.ts";

const model = {
  id: "m",
  contextTokens: null,
  maxOutputTokens: null,
  abilities: { tools: null, vision: null, json: null },
};

test("a prompt is estimated from its text, its messages and its images", () => {
  expect(estimateInputTokens({ textBytes: 4001, messages: 2, images: 0 })).toBe(1001 + 8);
  expect(estimateInputTokens({ textBytes: 0, messages: 1, images: 2 })).toBe(4 + 1600);
});

test("an answer is estimated as an ordinary one unless caller or model allow less", () => {
  expect(estimateOutputTokens(plainNeeds, { maxOutputTokens: null })).toBe(500);
  expect(estimateOutputTokens({ ...plainNeeds, outputTokens: 32_000 }, { maxOutputTokens: 8000 })).toBe(500);
  expect(estimateOutputTokens({ ...plainNeeds, outputTokens: 16 }, { maxOutputTokens: 8000 })).toBe(16);
  expect(estimateOutputTokens({ ...plainNeeds, outputTokens: 16 }, { maxOutputTokens: 8 })).toBe(8);
});

test("the estimate takes the tier of the whole request and the fee per request", () => {
  const price = priceOf(1_000_000n, 2_000_000n, 7n);
  price.tiers.push({ aboveInputTokens: 1000, rates: ratesOf(10_000_000n, 20_000_000n) });
  expect(estimateNanos({ price, model }, { ...plainNeeds, inputTokens: 1000 })).toBe(1000n + 2n * 500n + 7n);
  expect(estimateNanos({ price, model }, { ...plainNeeds, inputTokens: 1001 })).toBe(10_010n + 20n * 500n + 7n);
  expect(estimateNanos({ price: null, model }, plainNeeds)).toBeNull();
});
