import type { z } from "zod";
import { readUpstreamError } from "./errors.ts";
import { isObject, parseExact } from "./exact-json.ts";
import { MalformedAnswer } from "./malformed-answer.ts";

/** Parses what an upstream answered. Throws MalformedAnswer, with the upstream's own words when it says an error. */
export function parseAnswer<Schema extends z.ZodType>(schema: Schema, json: unknown): z.output<Schema> {
  const error = isObject(json) && (json.error ?? null) !== null ? readUpstreamError(json) : null;
  if (error) throw new MalformedAnswer(`The upstream answered with an error: ${error.message}`);
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue?.path.map(String).join(".") || "the answer";
  throw new MalformedAnswer(`The upstream's answer is not what its API says: ${place}: ${issue?.message}`, {
    cause: parsed.error,
  });
}

/** The JSON of one event of a stream. Throws MalformedAnswer. */
export function parseEvent<Schema extends z.ZodType>(schema: Schema, data: string): z.output<Schema> {
  let json: unknown;
  try {
    json = parseExact(data);
  } catch (cause) {
    throw new MalformedAnswer("An event of the upstream's stream is not JSON.", { cause });
  }
  return parseAnswer(schema, json);
}
