import { expect, test } from "vitest";
import { colorsFor } from "./palette.ts";

test("a key keeps its colour whatever stands beside it, unless that would make two alike", () => {
  const alone = colorsFor(["gpt-5.5"]).get("gpt-5.5");
  expect(colorsFor(["gpt-5.5"]).get("gpt-5.5")).toBe(alone);
  const eight = Array.from({ length: 8 }, (_, index) => `model-${index}`);
  expect(new Set(eight.map((key) => colorsFor(eight).get(key))).size).toBe(8);
  expect(colorsFor(eight.toReversed())).toEqual(colorsFor(eight));
});
