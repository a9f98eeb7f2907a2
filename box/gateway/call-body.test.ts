import fc from "fast-check";
import { expect, test } from "vitest";
import { parseCallBody } from "./call-body.ts";

test("numbers that a double cannot hold survive the way through", () => {
  const text = '{"model":"m","seed":9223372036854775807,"top_p":0.1,"deep":[{"id":12345678901234567890}]}';
  expect(JSON.stringify(parseCallBody(text))).toBe(text);
});

test("any JSON object with a model passes through unchanged", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (fields) => {
      const text = JSON.stringify({ ...fields, model: "m" });
      expect(JSON.parse(JSON.stringify(parseCallBody(text)))).toEqual(JSON.parse(text));
    }),
  );
});
