import { parseExact } from "../dialect/exact-json.ts";
import { GatewayError } from "./gateway-error.ts";

/** A request: the fields the gateway looks at are checked where they are used, the rest passes through. */
export type CallBody = { readonly [field: string]: unknown } & { readonly model: string };

/** Parses a request body. Throws GatewayError 400 when it is not JSON, not an object, or names no model. */
export function parseCallBody(text: string): CallBody {
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
