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
  const issue = deepest(parsed.error.issues);
  const unknown = issue?.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [];
  const param = [...(issue?.path ?? []), ...unknown].join(".");
  throw invalid(`Invalid value for '${param}': ${issue?.message ?? "malformed"}`, param);
}

/** Of a union the alternative that got furthest: the one the caller meant. */
function deepest(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue | undefined {
  const [issue] = issues;
  if (issue?.code !== "invalid_union") return issue;
  const inner = issue.errors
    .map(deepest)
    .filter((found) => found !== undefined)
    .sort((one, other) => other.path.length - one.path.length)[0];
  return inner ? { ...inner, path: [...issue.path, ...inner.path] } : issue;
}
