import { z } from "zod";
import type { JsonObject } from "./dialect.ts";
import { isObject } from "./exact-json.ts";
import { Untranslatable } from "./untranslatable.ts";

/** Parses a caller's request by a strict schema. Throws Untranslatable that names the first field out of place. */
export function parseRequest<Schema extends z.ZodType>(schema: Schema, body: JsonObject): z.output<Schema> {
  const parsed = schema.safeParse(body, { reportInput: true });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  if (!issue) throw new Untranslatable("body", "The request cannot be translated.");
  if (issue.code === "unrecognized_keys") {
    const param = paramOf([...issue.path, issue.keys[0] ?? ""]);
    throw new Untranslatable(
      param,
      `\`${param}\` has no equivalent in the API of the target; leave it out, or use a target that has it.`,
    );
  }
  const param = paramOf(issue.path);
  const found = issue.path.length === 0 ? "" : ` (found ${shown(issue.input)})`;
  throw new Untranslatable(param, `\`${param}\` cannot be translated for the target: ${reasonOf(issue)}${found}.`);
}

function reasonOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_value") return `possible: ${issue.values.map((one) => JSON.stringify(one)).join(", ")}`;
  if (issue.code === "invalid_union" && "discriminator" in issue) return "no equivalent there";
  return issue.message;
}

/** `["messages", 0, "content"]` → `messages[0].content`. */
export function paramOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    return text === "" ? String(step) : `${text}.${String(step)}`;
  }, "");
}

/** Short, because a prompt has no place in an error. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (isObject(value)) return "type" in value ? `an object of type ${shown(value.type)}` : "an object";
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 40 ? `${text.slice(0, 37)}…` : text;
}

/** A number kept exact becomes the nearest double: no field of these needs more. */
const asDouble = (value: unknown) => (JSON.isRawJSON(value) ? Number(value.rawJSON) : value);
export const Numeric = z.preprocess(asDouble, z.number());
export const Whole = z.preprocess(asDouble, z.int());
export const AtLeastOne = Whole.pipe(z.int().min(1));
/** A JSON object with anything inside. */
export const AnyObject = z.custom<Record<string, unknown>>(isObject, "an object is needed");
/** Text, or a list of parts: text is short for a list of one. */
export function partsOf<Part extends z.ZodType>(part: Part) {
  return z.preprocess((value) => (typeof value === "string" ? [{ type: "text", text: value }] : value), z.array(part));
}
