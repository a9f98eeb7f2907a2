import fc from "fast-check";
import { expect, test } from "vitest";
import { sharesOf, wholeShare } from "./shares.ts";

test("thirds are 33.34, 33.33 and 33.33 percent", () => {
  expect(sharesOf([1n, 1n, 1n])).toEqual([3334, 3333, 3333]);
});

test("what is unknown has no share, and nothing has none at all", () => {
  expect(sharesOf([null, 4n])).toEqual([null, 10_000]);
  expect(sharesOf([0n, null])).toBeNull();
});

test("shares add up to 100 percent, and none is a hundredth off", () => {
  const amounts = fc.array(fc.option(fc.bigInt({ min: 0n, max: 10n ** 18n })), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(amounts, (values) => {
      const shares = sharesOf(values);
      const total = values.reduce<bigint>((all, one) => all + (one ?? 0n), 0n);
      fc.pre(total > 0n);
      expect(shares?.reduce<number>((all, one) => all + (one ?? 0), 0)).toBe(wholeShare);
      for (const [index, value] of values.entries()) {
        const exact = (Number(value ?? 0n) / Number(total)) * wholeShare;
        expect(Math.abs((shares?.[index] ?? 0) - exact)).toBeLessThan(1.000001);
      }
    }),
  );
});
