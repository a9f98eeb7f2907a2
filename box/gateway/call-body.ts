import { parseExact } from "../dialect/exact-json.ts";
import { GatewayError } from "./gateway-error.ts";

/** A request: the fields the gateway looks at are checked where they are used, the rest passes through. */
export type CallBody = { readonly [field: string]: unknown } & { readonly model: string };

const deepest = 1000;
/** Short bodies cannot be deep enough to hurt, and most are short. */
const shortBody = 10_000;

/** A name as an event holds it. Cutting may halve a character of two units, which the console would refuse. */
export function shortName(name: string): string {
  return name.slice(0, 128).toWellFormed();
}

/** Parses a request body. Throws GatewayError 400 when it is not JSON, not an object, or names no model. */
export function parseCallBody(text: string): CallBody {
  if (text.length > shortBody && isTooDeep(text)) {
    throw new GatewayError(400, "invalid_json", "The body is nested too deeply.");
  }
  const json = parsed(text);
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw new GatewayError(400, "invalid_json", "The body must be a JSON object.");
  }
  if (!("model" in json) || typeof json.model !== "string" || json.model === "") {
    throw new GatewayError(400, "missing_model", "`model` must name an alias or a model.", { param: "model" });
  }
  return { ...json, model: json.model };
}

function parsed(text: string): unknown {
  try {
    return parseExact(text);
  } catch {
    throw new GatewayError(400, "invalid_json", "The body could not be parsed as JSON.");
  }
}

/** Megabytes of brackets take seconds to parse, and no stack is deep enough to write them down again. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === quote) index = endOfString(text, index);
    else if (code === bracket || code === brace) depth++;
    else if (code === bracket + 2 || code === brace + 2) depth--;
    if (depth > deepest) return true;
  }
  return false;
}

const quote = 0x22;
const bracket = 0x5b;
const backslash = 0x5c;
const brace = 0x7b;

/** Where the string that begins at `start` has its closing quote; the end of the text when it has none. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === backslash) slashes++;
    if (slashes % 2 === 0) return end;
  }
  return text.length;
}
