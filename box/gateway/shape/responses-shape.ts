import type { CallBody } from "../call-body.ts";
import { GatewayError } from "../gateway-error.ts";
import { type CallShape, plainShape, type Unbounded, unboundedInput, unboundedPrice } from "./call-shape.ts";
import { dataUrlBytes, field, isSet, listOf, streamFlag, wholeNumber } from "./fields.ts";

const ownTools = new Set<unknown>(["function", "custom"]);
const boundedParts = new Set<unknown>(["input_text", "output_text", "text", "refusal", "input_image", "summary_text"]);
/** Items that carry nothing but text and calls; what is not named here may stand for content kept by the provider. */
const boundedItems = new Set<unknown>([
  undefined,
  "message",
  "function_call",
  "function_call_output",
  "custom_tool_call",
  "custom_tool_call_output",
  "reasoning",
]);
/** Content that the provider adds to the input from what it has stored, or makes of it by a call of its own. */
const stored = ["previous_response_id", "conversation", "prompt", "context_management"];

/** OpenAI API reference, "Create a model response". Throws GatewayError 400 for what this box cannot carry. */
export function readResponsesShape(body: CallBody): CallShape {
  if (body.background === true) {
    const message = "`background` answers are fetched later by id, which this box does not serve. Leave it out.";
    throw new GatewayError(400, "unsupported_value", message, { param: "background" });
  }
  const items = listOf(body.input);
  const tools = listOf(body.tools);
  const images = items.flatMap(partsOf).filter((part) => field(part, "type") === "input_image");
  return {
    ...plainShape,
    messages: items.length + 1,
    tools: tools.length,
    images: images.length,
    imageBytes: images.reduce((sum: number, part) => sum + dataUrlBytes(field(part, "image_url")), 0),
    outputLimit: wholeNumber(body, "max_output_tokens"),
    unbounded: findUnbounded(body, items, tools),
    needsTools: tools.length > 0,
    needsVision: images.length > 0,
    needsJson: isJson(field(field(body.text, "format"), "type")),
    isStream: streamFlag(body),
  };
}

function partsOf(item: unknown): readonly unknown[] {
  return [...listOf(field(item, "content")), ...listOf(field(item, "output")), ...listOf(field(item, "summary"))];
}

function isJson(type: unknown): boolean {
  return type === "json_object" || type === "json_schema";
}

function findUnbounded(body: CallBody, items: readonly unknown[], tools: readonly unknown[]): Unbounded | null {
  const kept = stored.find((name) => isSet(body[name]));
  if (kept) return unboundedInput(`\`${kept}\``, kept);
  const item = items.find((one) => !boundedItems.has(field(one, "type")));
  if (item !== undefined) return unboundedInput(`an item of type "${String(field(item, "type"))}"`, "input");
  const part = items.flatMap(partsOf).find((one) => !boundedParts.has(field(one, "type")));
  if (part !== undefined) return unboundedInput(`content of type "${String(field(part, "type"))}"`, "input");
  if (items.flatMap(partsOf).some((one) => isSet(field(one, "file_id"))))
    return unboundedInput("a stored file", "input");
  const tool = tools.find((one) => !ownTools.has(field(one, "type")));
  if (tool !== undefined) return unboundedInput(`the built-in tool "${String(field(tool, "type"))}"`, "tools");
  if (isSet(body.service_tier) && body.service_tier !== "default") return unboundedPrice("service_tier");
  return null;
}
