import fc from "fast-check";
import { expect, test } from "vitest";
import { Thresholds } from "#lib/budgets/schema.ts";
import { thresholdChoices, toggleThreshold } from "./budget-terms.ts";

test("whatever is chosen in whatever order is a list the server takes", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...thresholdChoices([33])), { maxLength: 30 }), (clicks) => {
      const chosen = clicks.reduce<number[]>(toggleThreshold, []);
      expect(Thresholds.parse(chosen)).toEqual(chosen);
    }),
  );
});

test("an unusual threshold stays a choice", () => {
  expect(thresholdChoices([33])).toContain(33);
  expect(toggleThreshold([33, 50], 33)).toEqual([50]);
});
