import type { z } from "zod";
import { invalid } from "./fault.ts";

/** Parses a request body. Throws a 400 Fault that names the first wrong field, as the real APIs do. */
export function parseJson<Schema extends z.ZodType>(schema: Schema, body: string): z.infer<Schema> {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    throw invalid("We could not parse the JSON body of your request.", null, null);
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const unknown = issue?.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [];
  const param = [...(issue?.path ?? []), ...unknown].join(".");
  throw invalid(`Invalid value for '${param}': ${issue?.message ?? "malformed"}`, param);
}
