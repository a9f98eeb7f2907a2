import type { CallBody } from "../call-body.ts";
import { type CallShape, plainShape, type Unbounded, unboundedInput, unboundedPrice } from "./call-shape.ts";
import { dataUrlBytes, field, isSet, listOf, streamFlag, wholeNumber } from "./fields.ts";

const boundedParts = new Set(["text", "refusal", "input_text", "output_text", "image_url"]);
const ownTools = new Set(["function", "custom"]);
/**
 * Options of several providers that make them read the web or a store of documents (Azure's `data_sources`), put words
 * before the caller's (OpenRouter's `preset`), or run another model than the one asked for.
 */
const searchOptions = [
  "web_search_options",
  "search_parameters",
  "enable_search",
  "plugins",
  "data_sources",
  "preset",
  "previous_response_id",
  "conversation",
  "prompt",
];

/** OpenAI API reference, "Create chat completion". Throws GatewayError 400 for limits that make no sense. */
export function readChatShape(body: CallBody): CallShape {
  const messages = listOf(body.messages);
  const tools = [...listOf(body.tools), ...listOf(body.functions)];
  const limits = [wholeNumber(body, "max_completion_tokens"), wholeNumber(body, "max_tokens")];
  // With both set, providers differ in which one they honour: count on the larger.
  const known = limits.filter((limit) => limit !== null);
  const images = messages
    .flatMap((message) => listOf(field(message, "content")))
    .filter((part) => field(part, "type") === "image_url");
  return {
    ...plainShape,
    messages: messages.length,
    tools: tools.length,
    images: images.length,
    imageBytes: images.reduce((sum: number, part) => sum + dataUrlBytes(urlOf(part)), 0),
    choices: wholeNumber(body, "n") ?? 1,
    outputLimit: known.length > 0 ? Math.max(...known) : null,
    predictionBytes: isSet(body.prediction) ? Buffer.byteLength(JSON.stringify(body.prediction)) : 0,
    unbounded: findUnbounded(body, messages, listOf(body.tools)),
    needsTools: tools.length > 0,
    needsVision: images.length > 0,
    needsJson: isJson(body.response_format),
    isStream: streamFlag(body),
  };
}

function urlOf(part: unknown): unknown {
  const image = field(part, "image_url");
  return typeof image === "string" ? image : field(image, "url");
}

function isJson(format: unknown): boolean {
  const type = field(format, "type");
  return type === "json_object" || type === "json_schema";
}

function findUnbounded(body: CallBody, messages: readonly unknown[], tools: readonly unknown[]): Unbounded | null {
  for (const message of messages) {
    const odd = listOf(field(message, "content")).find((part) => !isIn(boundedParts, field(part, "type")));
    if (odd !== undefined) return unboundedInput(`content of type "${String(field(odd, "type"))}"`, "messages");
    if (isSet(field(message, "audio"))) return unboundedInput("earlier audio", "messages");
  }
  const tool = tools.find((item) => !isIn(ownTools, field(item, "type")));
  if (tool !== undefined) return unboundedInput(`the built-in tool "${String(field(tool, "type"))}"`, "tools");
  const search = searchOptions.find((name) => isSet(body[name]));
  if (search) return unboundedInput(`\`${search}\``, search);
  if (isSet(body.service_tier) && body.service_tier !== "default") return unboundedPrice("service_tier");
  if (isSet(body.models)) return unboundedPrice("models");
  if (listOf(body.modalities).some((kind) => kind !== "text")) return unboundedPrice("modalities");
  return null;
}

function isIn(allowed: ReadonlySet<string>, value: unknown): boolean {
  return typeof value === "string" && allowed.has(value);
}
