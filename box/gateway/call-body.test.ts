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

test("a body is refused for its depth, not for brackets in its words or for its length", () => {
  const body = (content: string) => `{"model":"m","messages":[{"role":"user","content":${content}}]}`;
  const nested = (depth: number) => body(`${"[".repeat(depth)}1${"]".repeat(depth)}`);
  const pad = `"${"x".repeat(20_000)}"`;
  expect(() => parseCallBody(nested(500).replace("1", pad))).not.toThrow();
  expect(() => parseCallBody(nested(2000).replace("1", pad))).toThrow("nested too deeply");
  expect(() => parseCallBody(body(`${'{"a":'.repeat(5000)}1${"}".repeat(5000)}`))).toThrow("nested too deeply");
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("[", "{", '"', "\\", "a") }), (words) => {
      const text = body(JSON.stringify(`${words.repeat(200)}${"[".repeat(20_000)}`));
      expect(JSON.stringify(parseCallBody(text))).toBe(text);
    }),
  );
});
