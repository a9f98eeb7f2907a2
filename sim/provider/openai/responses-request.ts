import { z } from "zod";
import { type Call, plainCall, type Tool, type ToolChoice, withTools } from "../call.ts";
import { Fault, invalid } from "../fault.ts";
import { parseJson } from "../parse-json.ts";
import type { World } from "../world.ts";

const Part = z.looseObject({ type: z.string(), text: z.string().optional(), refusal: z.string().optional() });
const Content = z.union([z.string(), z.array(Part)]);

/** A message (which may leave out its type), a function call, its output, or something only its type is known of. */
const Item = z.looseObject({
  type: z.string().optional(),
  role: z.enum(["user", "assistant", "system", "developer"]).optional(),
  content: Content.nullish(),
  call_id: z.string().optional(),
  name: z.string().optional(),
  arguments: z.string().optional(),
  output: Content.optional(),
});
export type ResponseItem = z.infer<typeof Item>;

const Format = z.looseObject({ type: z.enum(["text", "json_object", "json_schema"]), schema: z.unknown().optional() });
const ToolSpec = z.looseObject({ type: z.string(), name: z.string().optional(), parameters: z.unknown().optional() });

const ResponsesRequest = z.looseObject({
  model: z.string(),
  input: z.union([z.string(), z.array(Item)]),
  instructions: z.string().nullish(),
  max_output_tokens: z.int().nullish(),
  stream: z.boolean().nullish(),
  store: z.boolean().nullish(),
  previous_response_id: z.string().nullish(),
  tools: z.array(ToolSpec).nullish(),
  tool_choice: z
    .union([z.enum(["auto", "none", "required"]), z.looseObject({ type: z.string(), name: z.string().optional() })])
    .nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  text: z.looseObject({ format: Format.nullish() }).nullish(),
  reasoning: z.looseObject({ effort: z.string().nullish(), summary: z.string().nullish() }).nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
  temperature: z.number().nullish(),
  top_p: z.number().nullish(),
  truncation: z.string().nullish(),
  user: z.string().nullish(),
});
export type ResponsesRequest = z.infer<typeof ResponsesRequest>;

export type ParsedResponse = { call: Call; request: ResponsesRequest; items: ResponseItem[] };

/**
 * A request of the Responses API; `previous_response_id` brings the earlier items in, but not the earlier
 * instructions. Throws a Fault. Source: platform.openai.com, "Create a model response".
 */
export function parseResponsesRequest(body: string, { models, responses }: World): ParsedResponse {
  const request = parseJson(ResponsesRequest, body);
  const { model } = request;
  models.require(model);
  models.checkLimit(model, request.max_output_tokens, "max_output_tokens");
  const previous = request.previous_response_id ?? null;
  const earlier = previous === null ? { items: [] } : responses.find(previous);
  if (!earlier) {
    const details = { code: "previous_response_not_found", param: "previous_response_id" };
    throw new Fault("invalid", 400, `Previous response with id '${previous}' not found.`, details);
  }
  const own: ResponseItem[] =
    typeof request.input === "string" ? [{ role: "user", content: request.input }] : request.input;
  const items = [...earlier.items, ...own];
  checkOutputs(items);
  const tools = toolsOf(request);
  const parts = items.flatMap(({ content }) => (Array.isArray(content) ? content : []));
  const prompt = [request.instructions ?? "", ...items.map(itemText)].join("\n").trim();
  const call: Call = {
    ...plainCall(model, withTools(prompt, tools), itemText(items.findLast(({ role }) => role === "user") ?? {})),
    isStream: request.stream === true,
    images: parts.filter(({ type }) => type === "input_image").length,
    tools,
    toolChoice: toolChoiceOf(request),
    isParallel: request.parallel_tool_calls !== false,
    toolResults: lastOutputs(items),
    json: formatOf(request),
    maxOutputTokens: request.max_output_tokens ?? null,
    isThinking: !["none", "minimal"].includes(request.reasoning?.effort ?? "none"),
  };
  return { call, request, items };
}

function itemText({ content, output, name, arguments: args }: ResponseItem): string {
  return [partsText(content), name ?? "", args ?? "", partsText(output)].filter((text) => text !== "").join("\n");
}

function partsText(content: ResponseItem["content"]): string {
  if (typeof content === "string") return content;
  return (content ?? []).map((part) => part.text ?? part.refusal ?? "").join("\n");
}

function toolsOf({ tools }: ResponsesRequest): Tool[] {
  return (tools ?? []).flatMap((tool) =>
    tool.type === "function" && tool.name !== undefined ? [{ name: tool.name, schema: tool.parameters ?? null }] : [],
  );
}

function toolChoiceOf({ tool_choice: choice }: ResponsesRequest): ToolChoice {
  if (typeof choice === "string") return choice;
  return choice?.name === undefined ? "auto" : { name: choice.name };
}

function formatOf({ text }: ResponsesRequest): Call["json"] {
  if (!text?.format || text.format.type === "text") return null;
  return { schema: text.format.schema ?? null };
}

function lastOutputs(items: ResponseItem[]): string[] {
  const last = items.findLastIndex(({ type }) => type !== "function_call_output");
  return items.slice(last + 1).map((item) => partsText(item.output));
}

/** An output without its call is refused, and a call without its output too. */
function checkOutputs(items: ResponseItem[]): void {
  const calls = new Set(items.flatMap((item) => (item.type === "function_call" ? [item.call_id] : [])));
  for (const { type, call_id } of items) {
    if (type === "function_call_output" && !calls.delete(call_id)) {
      throw invalid(`No tool call found for function call output with call_id ${call_id}.`, "input", null);
    }
  }
  const open = [...calls][0];
  if (open !== undefined) throw invalid(`No tool output found for function call ${open}.`, "input", null);
}
