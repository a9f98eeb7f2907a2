import fc from "fast-check";
import { expect, test } from "vitest";
import { PrefixCache } from "./prefix-cache.ts";
import { countTokens } from "./tokens.ts";

test("a text never has more tokens than UTF-8 bytes", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => countTokens(text) <= Buffer.byteLength(text)));
  expect(countTokens("a")).toBe(1);
  expect(countTokens("今天天气")).toBe(6);
});

test("cached tokens never exceed the prompt's tokens", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom("a", "bb", "中"), { minLength: 0, maxLength: 600 }), (words) => {
      const cache = new PrefixCache();
      const text = words.join(" ");
      cache.lookUp("m", text);
      return cache.lookUp("m", text) <= countTokens(text);
    }),
  );
});
