declare global {
  interface JSON {
    /** Stage 4 (ECMAScript 2026), in Node 24, not in TypeScript's library yet. */
    rawJSON(text: string): unknown;
    isRawJSON(value: unknown): value is { readonly rawJSON: string };
  }
}

/**
 * JSON whose numbers survive being parsed and written again: those that a double cannot hold become `JSON.rawJSON`.
 * Throws SyntaxError.
 */
export function parseExact(text: string): unknown {
  if (!/\d{16}/.test(text)) return JSON.parse(text);
  const keepExact = (_key: string, value: unknown, context?: { source?: string }) =>
    typeof value === "number" && context?.source && String(value) !== context.source
      ? JSON.rawJSON(context.source)
      : value;
  return JSON.parse(text, keepExact);
}

/** The JSON text of an object (`{}` for an empty text, which several servers mean by it); null when it is none. */
export function objectIn(text: string): { [field: string]: unknown } | null {
  if (text.trim() === "") return {};
  try {
    const value = parseExact(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** A JSON object: neither null, nor an array, nor a number kept exact. */
export function isObject(value: unknown): value is { [field: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !JSON.isRawJSON(value);
}
