import type { CallBody } from "../call-body.ts";
import { type CallShape, plainShape, type Unbounded, unboundedInput, unboundedPrice } from "./call-shape.ts";
import { field, isSet, listOf, streamFlag, wholeNumber } from "./fields.ts";

const ownTools = new Set<unknown>([undefined, null, "custom"]);
const boundedBlocks = new Set<unknown>(["text", "image", "tool_use", "tool_result", "thinking", "redacted_thinking"]);
/** What the provider reads or runs by itself. */
const hosted = ["mcp_servers", "container", "context_management"];

/** Anthropic API reference, "Create a Message". Throws GatewayError 400 for limits that make no sense. */
export function readMessagesShape(body: CallBody): CallShape {
  const messages = listOf(body.messages);
  const tools = listOf(body.tools);
  const blocks = messages.flatMap((message) => listOf(field(message, "content"))).flatMap(withInner);
  const images = blocks.filter((block) => field(block, "type") === "image");
  return {
    ...plainShape,
    messages: messages.length + listOf(body.system).length + 1,
    tools: tools.length,
    images: images.length,
    imageBytes: images.reduce((sum: number, block) => sum + dataBytes(field(block, "source")), 0),
    outputLimit: wholeNumber(body, "max_tokens"),
    unbounded: findUnbounded(body, blocks, tools),
    needsTools: tools.length > 0,
    needsVision: images.length > 0,
    needsJson: isSet(field(body.output_config, "format")) || isSet(body.output_format),
    isStream: streamFlag(body),
  };
}

/** A tool's result may hold images of its own. */
function withInner(block: unknown): unknown[] {
  return field(block, "type") === "tool_result" ? [block, ...listOf(field(block, "content"))] : [block];
}

function dataBytes(source: unknown): number {
  const data = field(source, "data");
  return typeof data === "string" ? data.length : 0;
}

function findUnbounded(body: CallBody, blocks: readonly unknown[], tools: readonly unknown[]): Unbounded | null {
  const odd = blocks.find((block) => !boundedBlocks.has(field(block, "type")));
  if (odd !== undefined) return unboundedInput(`content of type "${String(field(odd, "type"))}"`, "messages");
  if (blocks.some((block) => field(field(block, "source"), "type") === "file")) {
    return unboundedInput("a stored file", "messages");
  }
  const tool = tools.find((one) => !ownTools.has(field(one, "type")));
  if (tool !== undefined) return unboundedInput(`the built-in tool "${String(field(tool, "type"))}"`, "tools");
  const own = hosted.find((name) => isSet(body[name]));
  if (own) return unboundedInput(`\`${own}\``, own);
  if (isSet(body.service_tier) && body.service_tier !== "standard_only") return unboundedPrice("service_tier");
  if (isSet(body.inference_geo)) return unboundedPrice("inference_geo");
  if (isSet(body.speed) && body.speed !== "standard") return unboundedPrice("speed");
  return null;
}
