import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { sampleJson } from "./sample-json.ts";

const leaf = fc.oneof(
  fc.constantFrom(
    { type: "boolean" },
    { type: "null" },
    { const: 7 },
    { enum: ["red", "blue"] },
    { type: "string", format: "email" },
  ),
  fc
    .tuple(fc.nat(20), fc.nat(20))
    .map(([minLength, more]) => ({ type: "string", minLength, maxLength: minLength + more })),
  fc
    .tuple(fc.integer({ min: -50, max: 50 }), fc.nat(50))
    .map(([minimum, more]) => ({ type: "integer", minimum, maximum: minimum + more })),
  fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 1, max: 9 })).map(([low, more]) => ({
    type: "number",
    exclusiveMinimum: low,
    exclusiveMaximum: low + more,
  })),
);
const { schema } = fc.letrec<{ schema: object }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 4, depthIdentifier: "schema" },
    leaf,
    fc.record({ type: fc.constant("array"), items: tie("schema"), minItems: fc.nat(2) }),
    fc.record({ anyOf: fc.tuple(tie("schema"), tie("schema")) }),
    fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), tie("schema"), { maxKeys: 4 }).map((properties) => ({
      type: "object",
      properties,
      required: Object.keys(properties).slice(0, 2),
      additionalProperties: false,
    })),
  ),
}));

test("a document satisfies the schema it was made for", () => {
  fc.assert(
    fc.property(schema, (made) => {
      // fast-check makes plain JSON Schemas; zod's own type for them is narrower.
      const checked = z.fromJSONSchema(made as Parameters<typeof z.fromJSONSchema>[0]).safeParse(sampleJson(made));
      return checked.success;
    }),
  );
});

test("references, merged parts, Gemini's spelling and schemas that refer to themselves work", () => {
  const tree = {
    $ref: "#/$defs/node",
    $defs: {
      node: {
        type: "object",
        required: ["next"],
        properties: { next: { anyOf: [{ $ref: "#/$defs/node" }, { type: "null" }] } },
      },
    },
  };
  expect(JSON.stringify(sampleJson(tree))).toContain('"next":null');
  const merged = { allOf: [{ properties: { a: { type: "integer" } } }, { properties: { b: { type: "boolean" } } }] };
  expect(sampleJson({ type: "object", ...merged })).toEqual({ a: 1, b: true });
  const google = { type: "OBJECT", properties: { list: { type: "ARRAY", items: { type: "STRING" }, minItems: "2" } } };
  expect(sampleJson(google)).toEqual({ list: ["practice", "practice"] });
  expect(sampleJson(null)).toEqual({});
});
