import fc from "fast-check";
import { expect, test } from "vitest";
import { fitName } from "./fit-name.ts";

test("a name that was well-formed stays so, and fits", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), fc.integer({ min: -5, max: 100 }), (text, most) => {
      const name = fitName(text.toWellFormed(), most);
      expect(name.isWellFormed()).toBe(true);
      expect(name.length).toBeLessThanOrEqual(Math.max(0, most));
    }),
  );
  expect(fitName(`${"x".repeat(63)}😀`)).toBe("x".repeat(63));
});
