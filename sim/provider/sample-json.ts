type Schema = Record<string, unknown>;

const samples: Record<string, string> = {
  "date-time": "2026-01-01T00:00:00Z",
  date: "2026-01-01",
  time: "00:00:00Z",
  email: "practice@example.com",
  uuid: "00000000-0000-4000-8000-000000000000",
  uri: "https://example.com/",
  ipv4: "192.0.2.1",
};
/** A schema that refers to itself ends here. */
const deepest = 8;

/**
 * A JSON value that satisfies a simple JSON Schema (2020-12; Gemini's upper-case types too): types, enum, const,
 * properties, items, bounds, formats, anyOf/oneOf (the first), allOf of objects, local $ref. Not `pattern`, `not`, `if`.
 * Without a schema: an object. Optional properties are filled in as well until the schema gets deep.
 */
export function sampleJson(schema: unknown): unknown {
  return sample(asSchema(schema), asSchema(schema), 0);
}

function sample(schema: Schema, root: Schema, depth: number): unknown {
  if ("const" in schema) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  if (typeof schema.$ref === "string") {
    return depth > deepest ? null : sample(resolve(schema.$ref, root), root, depth + 1);
  }
  const options = [schema.anyOf, schema.oneOf].find(Array.isArray);
  if (options) return sample(simplest(options.map(asSchema), depth), root, depth + 1);
  if (Array.isArray(schema.allOf)) return sample(merge(schema.allOf.map(asSchema), schema, root), root, depth + 1);
  switch (typeOf(schema)) {
    case "string":
      return sampleString(schema);
    case "integer":
    case "number":
      return sampleNumber(schema);
    case "boolean":
      return true;
    case "null":
      return null;
    case "array":
      return sampleArray(schema, root, depth);
    default:
      return sampleObject(schema, root, depth);
  }
}

function typeOf(schema: Schema): string {
  const types = (Array.isArray(schema.type) ? schema.type : [schema.type]).map((type) => String(type).toLowerCase());
  const type = types.find((name) => name !== "null") ?? "null";
  if (type !== "undefined") return type;
  return "items" in schema ? "array" : "object";
}

function sampleString(schema: Schema): string {
  const text = samples[String(schema.format)] ?? "practice";
  const [least, most] = [bound(schema.minLength, 0), bound(schema.maxLength, Number.POSITIVE_INFINITY)];
  return text.padEnd(least, "x").slice(0, Math.max(most, 0));
}

function sampleNumber(schema: Schema): number {
  const isWhole = typeOf(schema) === "integer";
  const above = bound(schema.exclusiveMinimum, Number.NEGATIVE_INFINITY);
  const below = bound(schema.exclusiveMaximum, Number.POSITIVE_INFINITY);
  const least = Math.max(bound(schema.minimum, Number.NEGATIVE_INFINITY), isWhole ? Math.floor(above) + 1 : above);
  const most = Math.min(bound(schema.maximum, Number.POSITIVE_INFINITY), isWhole ? Math.ceil(below) - 1 : below);
  const step = bound(schema.multipleOf, 0);
  let value = Math.min(Math.max(1, least), most);
  if (step > 0) value = Math.ceil(Math.max(least === Number.NEGATIVE_INFINITY ? 0 : least, 0) / step) * step;
  if (step > 0 && value > most) value = Math.floor(most / step) * step;
  if (!isWhole && (value === above || value === below)) value = middle(above, below);
  return value;
}

function middle(low: number, high: number): number {
  if (high === Number.POSITIVE_INFINITY) return low + 1;
  return low === Number.NEGATIVE_INFINITY ? high - 1 : (low + high) / 2;
}

function sampleArray(schema: Schema, root: Schema, depth: number): unknown[] {
  const least = bound(schema.minItems, depth > deepest ? 0 : 1);
  const count = Math.min(least, bound(schema.maxItems, least));
  return Array.from({ length: count }, () => sample(asSchema(schema.items), root, depth + 1));
}

function sampleObject(schema: Schema, root: Schema, depth: number): Schema {
  const required = Array.isArray(schema.required) ? schema.required : [];
  const wanted = Object.entries(asSchema(schema.properties)).filter(
    ([name]) => depth < deepest / 2 || required.includes(name),
  );
  return Object.fromEntries(wanted.map(([name, inner]) => [name, sample(asSchema(inner), root, depth + 1)]));
}

/** At depth prefer what ends: null before anything else. */
function simplest(options: Schema[], depth: number): Schema {
  const ends = options.find((option) => typeOf(option) === "null");
  const first = options.find((option) => typeOf(option) !== "null") ?? options[0] ?? {};
  return depth >= deepest / 2 && ends ? ends : first;
}

function merge(parts: Schema[], own: Schema, root: Schema): Schema {
  const { allOf, ...rest } = own;
  const all = [...parts.map((part) => (typeof part.$ref === "string" ? resolve(part.$ref, root) : part)), rest];
  const properties = Object.assign({}, ...all.map((part) => asSchema(part.properties)));
  const required = all.flatMap((part) => (Array.isArray(part.required) ? part.required : []));
  return { ...Object.assign({}, ...all), properties, required };
}

/** `#/$defs/Name` and the like. */
function resolve(ref: string, root: Schema): Schema {
  const steps = ref.split("/").slice(1);
  return steps.reduce((schema, step) => asSchema(schema[step]), root);
}

/** Gemini writes int64 bounds as strings. */
function bound(value: unknown, otherwise: number): number {
  if (typeof value === "string" && value !== "" && Number.isFinite(Number(value))) return Number(value);
  return typeof value === "number" ? value : otherwise;
}

function asSchema(value: unknown): Schema {
  // Only objects pass; their fields stay unknown until looked at.
  return typeof value === "object" && value !== null ? (value as Schema) : {};
}
