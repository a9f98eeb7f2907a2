import { expect, test } from "vitest";
import { bookPrice, catalogModel } from "./catalog.ts";

const at = new Date("2026-11-01T00:00:00Z");
const openai = "https://api.openai.com/v1";

test("tiers on the whole request are kept: gpt-5.5 costs double from 272,000 input tokens on", () => {
  const price = bookPrice("gpt-5.5", openai, at);
  expect(price?.tiers).toEqual([
    {
      aboveInputTokens: 0,
      inputNanosPerMillion: 5_000_000_000n,
      cacheReadNanosPerMillion: 500_000_000n,
      outputNanosPerMillion: 30_000_000_000n,
    },
    {
      aboveInputTokens: 271_999,
      inputNanosPerMillion: 10_000_000_000n,
      cacheReadNanosPerMillion: 1_000_000_000n,
      outputNanosPerMillion: 45_000_000_000n,
    },
  ]);
});

test("a model nobody knows has no price, and is offered all the same", () => {
  expect(bookPrice("my-own-finetune", "https://llm.example/v1", at)).toBeNull();
  expect(catalogModel("openai_compatible", "https://llm.example/v1", "my-own-finetune", at)).toEqual({
    id: "my-own-finetune",
    price: null,
    maxOutputTokens: null,
  });
});

test("the same price has the same hash, another one another", () => {
  expect(bookPrice("gpt-5.5", openai, at)?.hash).toBe(bookPrice("gpt-5.5", openai, at)?.hash);
  expect(bookPrice("gpt-5.5", openai, at)?.hash).not.toBe(bookPrice("gpt-4o-mini", openai, at)?.hash);
});

test("practice models are priced and bounded, so that a first call works under a budget", () => {
  for (const id of ["practice-small", "practice-large", "practice-reasoner"]) {
    const model = catalogModel("practice", "http://127.0.0.1:7072/v1", id, at);
    expect(model.price).not.toBeNull();
    expect(model.maxOutputTokens).toBe(4096);
  }
});
