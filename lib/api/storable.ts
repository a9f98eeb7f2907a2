import "server-only";
import { AppError } from "../errors.ts";

/** Deeper than anything the API takes in; recursive schemas must not be walked to the end of the stack. */
const deepest = 40;

/**
 * Refuses by field what JSON can say and Postgres cannot keep: NUL in text (SQLSTATE 22021) and halves of surrogate
 * pairs, which jsonb does not take (22P05). For everything that comes in, before any schema sees it.
 */
export function refuseUnstorable(value: unknown, path: readonly string[] = []): void {
  if (typeof value === "string") {
    if (!isStorable(value)) throw refusal(path, "must not contain NUL or half of a surrogate pair");
    return;
  }
  if (typeof value !== "object" || value === null) return;
  if (path.length >= deepest) throw refusal(path.slice(0, 3), `must not be nested deeper than ${deepest} levels`);
  for (const [key, each] of Object.entries(value)) {
    if (!isStorable(key)) throw refusal(path, "must not have a name with NUL or half of a surrogate pair");
    refuseUnstorable(each, [...path, key]);
  }
}

function isStorable(text: string): boolean {
  return !text.includes("\0") && text.isWellFormed();
}

function refusal(path: readonly string[], reason: string): AppError {
  const name = path.join(".");
  return new AppError("invalid_input", `${name || "body"}: ${reason}`, [{ name, reason }]);
}
