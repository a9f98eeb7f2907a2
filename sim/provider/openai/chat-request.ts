import { z } from "zod";
import { type Call, plainCall, type Tool, type ToolChoice, withTools } from "../call.ts";
import { invalid } from "../fault.ts";
import type { ModelList } from "../model-list.ts";
import { parseJson } from "../parse-json.ts";

const Limit = z.int().nullish();
const Part = z.looseObject({ type: z.string(), text: z.string().optional() });
const ToolCall = z.looseObject({
  id: z.string(),
  type: z.string().optional(),
  function: z.looseObject({ name: z.string(), arguments: z.string() }).optional(),
});
const Message = z.looseObject({
  role: z.enum(["system", "developer", "user", "assistant", "tool", "function"]),
  content: z.union([z.string(), z.array(Part)]).nullish(),
  tool_calls: z.array(ToolCall).nullish(),
  tool_call_id: z.string().nullish(),
});
type Message = z.infer<typeof Message>;

const FunctionTool = z.looseObject({
  type: z.string(),
  function: z.looseObject({ name: z.string().min(1), parameters: z.unknown().optional() }).optional(),
});
const Choice = z.union([
  z.enum(["auto", "none", "required"]),
  z.looseObject({ type: z.string(), function: z.looseObject({ name: z.string() }).optional() }),
]);
const Format = z.looseObject({
  type: z.enum(["text", "json_object", "json_schema"]),
  json_schema: z.looseObject({ name: z.string(), schema: z.unknown().optional() }).optional(),
});

export const ChatRequest = z.looseObject({
  model: z.string().optional(),
  messages: z.array(Message).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  max_tokens: Limit,
  max_completion_tokens: Limit,
  n: z.int().min(1).max(16).nullish(),
  stop: z.union([z.string(), z.array(z.string()).max(4)]).nullish(),
  tools: z.array(FunctionTool).max(128).nullish(),
  tool_choice: Choice.nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  response_format: Format.nullish(),
  reasoning_effort: z.string().nullish(),
  logprobs: z.boolean().nullish(),
  top_logprobs: z.int().nullish(),
});
type ChatRequest = z.infer<typeof ChatRequest>;

export type ParsedChat = { call: Call; hasUsageChunk: boolean };

/**
 * A chat completion's request. `deployment` stands for the model where the path names it. Throws a Fault: 400 for what
 * is malformed, 404 for an unknown model, as OpenAI does. Source: platform.openai.com, "Create chat completion".
 */
export function parseChatRequest(body: string, models: ModelList, deployment: string | null): ParsedChat {
  const request = parseJson(ChatRequest, body);
  const model = deployment ?? request.model;
  if (model === undefined) throw invalid("you must provide a model parameter", "model", null);
  models.require(model);
  models.checkLimit(model, request.max_tokens, "max_tokens");
  models.checkLimit(model, request.max_completion_tokens, "max_completion_tokens");
  checkRequest(request);
  checkToolMessages(request.messages);
  const parts = request.messages.flatMap(({ content }) => (Array.isArray(content) ? content : []));
  const tools = toolsOf(request);
  const prompt = request.messages.map(textOf).join("\n");
  const topic = request.messages.findLast(({ role }) => role === "user");
  const call: Call = {
    ...plainCall(model, withTools(prompt, tools), topic ? textOf(topic) : ""),
    isStream: request.stream === true,
    images: parts.filter(({ type }) => type === "image_url").length,
    audioTokens: 50 * parts.filter(({ type }) => type === "input_audio").length,
    tools,
    toolChoice: toolChoiceOf(request),
    isParallel: request.parallel_tool_calls !== false,
    toolResults: lastToolResults(request.messages),
    json: formatOf(request),
    maxOutputTokens: request.max_completion_tokens ?? request.max_tokens ?? null,
    stopSequences: [request.stop ?? []].flat(),
    choices: request.n ?? 1,
    isThinking: !["none", "minimal"].includes(request.reasoning_effort ?? "none"),
  };
  return { call, hasUsageChunk: request.stream_options?.include_usage === true };
}

function textOf({ content, tool_calls }: Message): string {
  const text = typeof content === "string" ? content : (content ?? []).map((part) => part.text ?? "").join("\n");
  const calls = (tool_calls ?? []).map((call) => `${call.function?.name ?? ""} ${call.function?.arguments ?? ""}`);
  return [text, ...calls].join("\n").trim();
}

function toolsOf({ tools }: ChatRequest): Tool[] {
  return (tools ?? []).flatMap(({ function: fn }) => (fn ? [{ name: fn.name, schema: fn.parameters ?? null }] : []));
}

function toolChoiceOf({ tool_choice: choice }: ChatRequest): ToolChoice {
  if (typeof choice === "string") return choice;
  return choice?.function ? { name: choice.function.name } : "auto";
}

function formatOf({ response_format: format }: ChatRequest): Call["json"] {
  if (!format || format.type === "text") return null;
  return { schema: format.json_schema?.schema ?? null };
}

function lastToolResults(messages: Message[]): string[] {
  const last = messages.findLastIndex(({ role }) => role !== "tool");
  return messages.slice(last + 1).map(textOf);
}

function checkRequest(request: ChatRequest): void {
  const { tools, tool_choice: choice, response_format: format } = request;
  if (request.stream !== true && request.stream_options) {
    throw invalid("'stream_options' is only allowed when 'stream' is true.", "stream_options");
  }
  if (request.top_logprobs && !request.logprobs) {
    throw invalid("'top_logprobs' needs 'logprobs' to be true.", "top_logprobs");
  }
  if (tools?.length === 0) throw invalid("[] is too short - 'tools'", "tools");
  if (choice && choice !== "none" && !tools) throw invalid("'tool_choice' needs 'tools'.", "tool_choice");
  if (request.parallel_tool_calls !== undefined && request.parallel_tool_calls !== null && !tools) {
    throw invalid("'parallel_tool_calls' is only allowed when 'tools' are specified.", "parallel_tool_calls");
  }
  if (typeof choice === "object" && choice?.function) {
    const { name } = choice.function;
    if (!tools?.some((tool) => tool.function?.name === name)) throw invalid(`No tool '${name}'.`, "tool_choice");
  }
  if (format?.type === "json_schema" && !format.json_schema) {
    throw invalid("Missing required parameter: 'response_format.json_schema'.", "response_format.json_schema");
  }
  if (format?.type === "json_object" && !/json/i.test(request.messages.map(textOf).join("\n"))) {
    throw invalid(
      "'messages' must contain the word 'json' to use 'response_format' of type 'json_object'.",
      "messages",
    );
  }
}

/** Every tool call is answered before anything else is said, and nothing is answered that was not called. */
function checkToolMessages(messages: Message[]): void {
  let open = new Set<string>();
  for (const [index, message] of messages.entries()) {
    if (message.role === "tool") {
      if (!open.delete(message.tool_call_id ?? "")) {
        throw invalid(
          "A message with role 'tool' must answer a preceding message with 'tool_calls'.",
          `messages.[${index}].role`,
          null,
        );
      }
      continue;
    }
    requireAnswered(open, index);
    open = new Set((message.tool_calls ?? []).map(({ id }) => id));
  }
  requireAnswered(open, messages.length);
}

function requireAnswered(open: Set<string>, index: number): void {
  if (open.size === 0) return;
  const ids = [...open].join(", ");
  throw invalid(`These tool_call_ids have no response messages: ${ids}`, `messages.[${index}].role`, null);
}
