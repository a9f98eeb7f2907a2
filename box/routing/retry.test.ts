import fc from "fast-check";
import { expect, test } from "vitest";
import { type ErrorClass, errorClasses } from "../../lib/protocol/usage.ts";
import { defaultRetryOptions, retryDelayMs } from "./retry.ts";

const passing: ErrorClass[] = ["rate_limited", "overloaded", "unreachable", "stream_cut", "server_error"];
const anyPassing = fc.constantFrom(...passing);
const number = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test("a pause is anything up to a ceiling that doubles with every try, to a limit", () => {
  fc.assert(
    fc.property(anyPassing, fc.integer({ min: 1, max: 60 }), number, (errorClass, attempt, value) => {
      const delay = retryDelayMs({ errorClass, retryAfterMs: null }, attempt, () => value);
      const ceiling = Math.min(defaultRetryOptions.mostMs, defaultRetryOptions.baseMs * 2 ** (attempt - 1));
      expect(delay).toBeCloseTo(value * ceiling, 6);
    }),
  );
});

test("nobody comes back before the provider said, nor waits longer than is sensible", () => {
  fc.assert(
    fc.property(anyPassing, fc.integer({ min: 0, max: 60_000 }), number, (errorClass, retryAfterMs, value) => {
      const delay = retryDelayMs({ errorClass, retryAfterMs }, 1, () => value);
      if (retryAfterMs > 20_000) expect(delay).toBeNull();
      else expect(delay).toBeGreaterThanOrEqual(retryAfterMs);
    }),
  );
});

test("what would fail the same way again is not tried again at the same target", () => {
  for (const errorClass of errorClasses) {
    const delay = retryDelayMs({ errorClass, retryAfterMs: null }, 1, () => 0.5);
    expect([errorClass, delay !== null]).toEqual([errorClass, passing.includes(errorClass)]);
  }
});
