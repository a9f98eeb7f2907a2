import fc from "fast-check";
import { expect, test } from "vitest";
import { ceilDiv, maxNanos, minNanos, parseUsd, stringifyWire, usdString } from "./money.ts";

test("every amount survives the way to text and back", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 999_999_999_999_999_999n }), (nanos) => parseUsd(usdString(nanos)) === nanos),
  );
});

test("amounts are written without trailing zeros and with a sign", () => {
  expect(usdString(1_500_000_000n)).toBe("1.5");
  expect(usdString(1n)).toBe("0.000000001");
  expect(usdString(-2_000_000_000n)).toBe("-2");
});

test("what is not an amount is refused, not rounded", () => {
  for (const text of ["", "-1", "1,5", "1.0000000001", "1e3", "$5", ".5", "NaN"]) expect(parseUsd(text)).toBeNull();
});

test("a division rounds up, so no cost vanishes", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 20n }), fc.bigInt({ min: 1n, max: 10n ** 9n }), (a, b) => {
      const quotient = ceilDiv(a, b);
      expect(quotient * b).toBeGreaterThanOrEqual(a);
      expect((quotient - 1n) * b).toBeLessThan(a);
    }),
  );
});

test("the smaller and the larger of two amounts", () => {
  expect(minNanos(1n, 2n)).toBe(1n);
  expect(maxNanos(1n, 2n)).toBe(2n);
});

test("on the wire amounts are decimal strings at any depth", () => {
  expect(stringifyWire({ list: [{ nanos: 2n ** 60n }], count: 1 })).toBe(
    '{"list":[{"nanos":"1152921504606846976"}],"count":1}',
  );
});
