import fc from "fast-check";
import { z } from "zod";

/** The part of JSON Schema (2020-12) that zod writes for what this API takes in. */
interface Shape {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: Shape[];
  oneOf?: Shape[];
  allOf?: Shape[];
  $ref?: string;
  $defs?: Record<string, Shape>;
  properties?: Record<string, Shape>;
  required?: string[];
  propertyNames?: Shape;
  additionalProperties?: Shape | boolean;
  items?: Shape;
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  pattern?: string;
  format?: string;
}

const deepest = 4;

/** Inputs that a schema accepts, or nearly: refinements that JSON Schema cannot say are left to chance. */
export function arbitraryOf(schema: z.ZodType): fc.Arbitrary<unknown> {
  const root: Shape = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Shape;
  return arbitraryOfShape(root, root, 0);
}

function arbitraryOfShape(shape: Shape, root: Shape, depth: number): fc.Arbitrary<unknown> {
  const inner = (each: Shape) => arbitraryOfShape(each, root, depth + 1);
  if (shape.$ref !== undefined) return depth > deepest ? fc.constant(null) : inner(targetOf(shape.$ref, root));
  if ("const" in shape) return fc.constant(shape.const);
  if (shape.enum) return fc.constantFrom(...shape.enum);
  const choices = shape.anyOf ?? shape.oneOf;
  if (choices) return fc.oneof(...choices.map(inner));
  if (shape.allOf) return fc.tuple(...shape.allOf.map(inner)).map((values) => values.at(-1));
  switch (shape.type) {
    case "object":
      return objectOf(shape, inner, depth);
    case "array":
      return fc.array(inner(shape.items ?? {}), {
        minLength: shape.minItems ?? 0,
        maxLength: Math.min(shape.maxItems ?? 3, Math.max(3, shape.minItems ?? 0)),
      });
    case "string":
      return textOf(shape);
    case "integer":
      return fc.oneof(
        fc.constantFrom(shape.minimum ?? 0, Math.min(shape.maximum ?? 2 ** 31, Number.MAX_SAFE_INTEGER)),
        fc.integer({ min: shape.minimum ?? -10, max: Math.min(shape.maximum ?? 1_000, 100_000) }),
      );
    case "number":
      return fc.double({ noNaN: true });
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function targetOf(ref: string, root: Shape): Shape {
  return ref === "#" ? root : (root.$defs?.[ref.slice("#/$defs/".length)] ?? {});
}

function objectOf(shape: Shape, inner: (shape: Shape) => fc.Arbitrary<unknown>, depth: number): fc.Arbitrary<unknown> {
  const { properties, additionalProperties, propertyNames, required = [] } = shape;
  if (properties) {
    const fields = Object.entries(properties).filter(([, field]) => depth <= deepest || field.$ref === undefined);
    const requiredKeys = required.filter((key) => fields.some(([name]) => name === key));
    return fc.record(Object.fromEntries(fields.map(([key, field]) => [key, inner(field)])), { requiredKeys });
  }
  const keys = fc.oneof(fc.constant("constructor"), propertyNames ? textOf(propertyNames) : fc.string());
  const values = inner(typeof additionalProperties === "object" ? additionalProperties : {});
  return fc.dictionary(keys, values, { maxKeys: 3 });
}

function textOf({ pattern, format, minLength = 0, maxLength = 40 }: Shape): fc.Arbitrary<string> {
  if (format === "uuid") return fc.uuid();
  if (format === "uri") return fc.webUrl();
  if (format === "email") return fc.emailAddress();
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern)).map((text) => text.slice(0, 400));
  const bounds = { minLength, maxLength: Math.max(minLength, Math.min(maxLength, 60)) };
  return fc.oneof(fc.string(bounds), fc.string({ ...bounds, unit: "grapheme" }));
}
