import type { CallBody } from "../call-body.ts";
import { GatewayError } from "../gateway-error.ts";
import { type CallShape, plainShape } from "./call-shape.ts";

/** OpenAI API reference, "Create embeddings". Nothing is produced, so the input bounds the price. */
export function readEmbeddingsShape(body: CallBody): CallShape {
  const { input } = body;
  if (typeof input !== "string" && !Array.isArray(input)) {
    const message = "`input` must be a string, or an array of strings or tokens.";
    throw new GatewayError(400, "invalid_value", message, { param: "input" });
  }
  return { ...plainShape, messages: Array.isArray(input) ? input.length : 1, outputLimit: 0 };
}
