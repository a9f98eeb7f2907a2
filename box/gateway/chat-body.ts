import { GatewayError } from "./gateway-error.ts";

/** A chat completion request: the fields the gateway looks at are checked where they are used, the rest passes through. */
export type ChatBody = { readonly [field: string]: unknown } & { readonly model: string };

declare global {
  interface JSON {
    /** Stage 4 (ECMAScript 2026), in Node 24, not in TypeScript's library yet. */
    rawJSON(text: string): unknown;
  }
}

/** Parses a request body. Throws GatewayError 400 when it is not JSON, not an object, or names no model. */
export function parseChatBody(text: string): ChatBody {
  const json = parseExactly(text);
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw new GatewayError(400, "invalid_json", "The body must be a JSON object.");
  }
  if (!("model" in json) || typeof json.model !== "string" || json.model === "") {
    throw new GatewayError(400, "missing_model", "`model` must name an alias or a model.", { param: "model" });
  }
  return { ...json, model: json.model };
}

/** JSON whose numbers survive the way through: a 64-bit `seed` must not lose its last digits to a double. */
function parseExactly(text: string): unknown {
  try {
    if (!/\d{16}/.test(text)) return JSON.parse(text);
    const keepExact = (_key: string, value: unknown, context?: { source?: string }) =>
      typeof value === "number" && context?.source && String(value) !== context.source
        ? JSON.rawJSON(context.source)
        : value;
    return JSON.parse(text, keepExact);
  } catch {
    throw new GatewayError(400, "invalid_json", "The body could not be parsed as JSON.");
  }
}
