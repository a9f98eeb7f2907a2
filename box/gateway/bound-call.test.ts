import { expect, test } from "vitest";
import { usageBound } from "./bound-call.ts";
import { plainShape } from "./shape/call-shape.ts";

const inputOf = (kind: "anthropic" | "openai" | "gemini", more: object, bodyBytes = 100) =>
  usageBound(bodyBytes, { ...plainShape, ...more }, { kind, outputTokens: 0 })?.inputTokens ?? null;

test("the prompt that Anthropic adds for tools and formats is inside the bound", () => {
  const plain = inputOf("anthropic", {}) ?? 0;
  expect(inputOf("anthropic", { tools: 1 })).toBeGreaterThanOrEqual(plain + 530);
  expect(inputOf("anthropic", { needsJson: true })).toBeGreaterThanOrEqual(plain + 530);
});

test("an image is bounded by its number, not by its bytes, and not at all where nobody says a limit", () => {
  const image = { images: 1, imageBytes: 1_000_000 };
  expect(inputOf("openai", image, 1_000_100)).toBe((inputOf("openai", {}) ?? 0) + 50_000);
  expect(inputOf("gemini", image, 1_000_100)).toBeNull();
  expect(inputOf("gemini", {})).not.toBeNull();
});
