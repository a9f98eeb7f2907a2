import fc from "fast-check";
import { expect, test } from "vitest";
import { apiKeyPattern, isWellFormedApiKey, newApiKey } from "./api-key-token.ts";

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

test("every key that is made is well-formed, and no two are alike", () => {
  const made = Array.from({ length: 2_000 }, newApiKey);
  expect(made.filter((key) => !isWellFormedApiKey(key) || !apiKeyPattern.test(key))).toEqual([]);
  expect(new Set(made).size).toBe(made.length);
});

test("a key in which any one character is another is not well-formed: CRC-32 finds every single change", () => {
  fc.assert(
    fc.property(
      fc.constant(null).map(newApiKey),
      fc.nat({ max: "kf_live_".length + 37 }),
      fc.constantFrom(...alphabet, "_", "-", " ", "é"),
      (key, position, character) => {
        const changed = key.slice(0, position) + character + key.slice(position + 1);
        expect(isWellFormedApiKey(changed)).toBe(changed === key);
      },
    ),
    { numRuns: 5_000 },
  );
});
