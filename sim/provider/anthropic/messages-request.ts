import { z } from "zod";
import { type CacheMark, type Call, plainCall, type Tool, type ToolChoice, withTools } from "../call.ts";
import { invalid } from "../fault.ts";
import type { ModelList } from "../model-list.ts";
import { parseJson } from "../parse-json.ts";

const CacheControl = z.looseObject({ type: z.literal("ephemeral"), ttl: z.enum(["5m", "1h"]).optional() }).nullish();

type Block = {
  type: string;
  text?: string | undefined;
  thinking?: string | undefined;
  id?: string | undefined;
  name?: string | undefined;
  input?: unknown;
  tool_use_id?: string | undefined;
  content?: string | Block[] | undefined;
  cache_control?: z.infer<typeof CacheControl>;
};
const Block: z.ZodType<Block> = z.lazy(() =>
  z.looseObject({
    type: z.string(),
    text: z.string().optional(),
    thinking: z.string().optional(),
    id: z.string().optional(),
    name: z.string().optional(),
    input: z.unknown().optional(),
    tool_use_id: z.string().optional(),
    content: z.union([z.string(), z.array(Block)]).optional(),
    cache_control: CacheControl,
  }),
);

const Message = z.strictObject({ role: z.enum(["user", "assistant"]), content: z.union([z.string(), z.array(Block)]) });
const ToolSpec = z.looseObject({
  name: z.string().min(1),
  type: z.string().nullish(),
  input_schema: z.looseObject({ type: z.literal("object") }).optional(),
  cache_control: CacheControl,
});
const Choice = z.strictObject({
  type: z.enum(["auto", "any", "tool", "none"]),
  name: z.string().optional(),
  disable_parallel_tool_use: z.boolean().optional(),
});
const Thinking = z.looseObject({
  type: z.enum(["enabled", "disabled", "adaptive", "between_tools"]),
  budget_tokens: z.int().min(1024).optional(),
  display: z.enum(["summarized", "omitted"]).nullish(),
});

/** Fields that count; Anthropic refuses any it does not know. */
const counted = {
  model: z.string(),
  messages: z.array(Message).min(1),
  system: z.union([z.string(), z.array(Block)]).optional(),
  tools: z.array(ToolSpec).optional(),
  tool_choice: Choice.optional(),
  thinking: Thinking.optional(),
  cache_control: CacheControl,
  output_config: z
    .looseObject({
      format: z.looseObject({ type: z.literal("json_schema"), schema: z.unknown().optional() }).nullish(),
    })
    .optional(),
};
const CountRequest = z.strictObject(counted);
const MessagesRequest = z.strictObject({
  ...counted,
  max_tokens: z.int(),
  stream: z.boolean().optional(),
  stop_sequences: z.array(z.string().min(1)).optional(),
  temperature: z.number().min(0).max(1).optional(),
  top_k: z.int().min(0).optional(),
  top_p: z.number().min(0).max(1).optional(),
  metadata: z.strictObject({ user_id: z.string().nullish() }).optional(),
  service_tier: z.enum(["auto", "standard_only"]).optional(),
  container: z.unknown().optional(),
  context_management: z.unknown().optional(),
  mcp_servers: z.unknown().optional(),
  inference_geo: z.string().nullish(),
  speed: z.enum(["standard", "fast"]).nullish(),
});
type Counted = z.infer<typeof CountRequest>;

export type ParsedMessages = {
  call: Call;
  /** Thinking blocks are part of the answer; `omitted` leaves their text out. */
  thinking: "hidden" | "shown" | "omitted";
};

/** `POST /v1/messages`. Throws a Fault. Source: platform.claude.com, "Create a Message". */
export function parseMessagesRequest(body: string, models: ModelList): ParsedMessages {
  const request = parseJson(MessagesRequest, body);
  models.require(request.model);
  models.checkLimit(request.model, request.max_tokens, "max_tokens");
  const { thinking, tool_choice: choice } = request;
  const isThinking = thinking !== undefined && thinking.type !== "disabled";
  if (thinking?.type === "enabled") {
    if (thinking.budget_tokens === undefined) throw invalid("thinking.budget_tokens: Field required");
    if (thinking.budget_tokens >= request.max_tokens) {
      throw invalid("`max_tokens` must be greater than `thinking.budget_tokens`.");
    }
    if (choice?.type === "any" || choice?.type === "tool") {
      throw invalid("Thinking may not be enabled when tool_choice forces tool use.");
    }
  }
  const shown = thinking?.display === "omitted" ? "omitted" : "shown";
  const call: Call = {
    ...countedCall(request),
    isStream: request.stream === true,
    toolChoice: toolChoiceOf(request),
    isParallel: choice?.disable_parallel_tool_use !== true,
    maxOutputTokens: request.max_tokens,
    stopSequences: request.stop_sequences ?? [],
    isThinking,
  };
  return { call, thinking: isThinking ? shown : "hidden" };
}

/** `POST /v1/messages/count_tokens`. */
export function parseCountRequest(body: string, models: ModelList): Call {
  const request = parseJson(CountRequest, body);
  models.require(request.model);
  return countedCall(request);
}

function countedCall(request: Counted): Call {
  checkToolBlocks(request);
  const { tools: specs = [], messages } = request;
  const tools: Tool[] = specs.map(({ name, input_schema: schema }) => ({ name, schema: schema ?? null }));
  const blocks = messages.flatMap(({ content }) => blocksOf(content));
  const last = messages.at(-1);
  const asked = messages.findLast(({ role, content }) => role === "user" && spoken(content) !== "");
  const system = blocksOf(request.system ?? "").map(blockText);
  const prompt = [...system, ...blocks.map(blockText)].join("\n");
  const results = blocksOf(last?.content ?? "").filter(({ type }) => type === "tool_result");
  return {
    ...plainCall(request.model, withTools(prompt, tools), asked ? spoken(asked.content) : ""),
    images: blocks.flatMap((block) => [block, ...blocksOf(block.content ?? "")]).filter(isImage).length,
    imageTokens: 170,
    tools: specs.flatMap((spec, index) => (isHosted(spec) ? [] : tools.slice(index, index + 1))),
    toolResults: last?.role === "user" ? results.map(blockText) : [],
    json: request.output_config?.format ? { schema: request.output_config.format.schema } : null,
    cacheMarks: marksOf(request),
  };
}

/** Tools that Anthropic runs itself have a dated type. */
function isHosted({ type }: z.infer<typeof ToolSpec>): boolean {
  return type !== undefined && type !== null && type !== "custom";
}

function isImage({ type }: Block): boolean {
  return type === "image";
}

function blocksOf(content: string | Block[]): Block[] {
  return typeof content === "string" ? [{ type: "text", text: content }] : content;
}

function blockText(block: Block): string {
  if (block.type === "tool_use") return `${block.name ?? ""} ${JSON.stringify(block.input ?? {})}`;
  const inner = block.content === undefined ? [] : blocksOf(block.content).map(blockText);
  return [block.text ?? block.thinking ?? "", ...inner].join("\n").trim();
}

/** What a person says in a message: its text, not what tools answered. */
function spoken(content: string | Block[]): string {
  return blocksOf(content)
    .map((block) => block.text ?? "")
    .join("\n")
    .trim();
}

function toolChoiceOf({ tool_choice: choice, tools }: Counted): ToolChoice {
  if (!choice || choice.type === "auto") return "auto";
  if (!tools || tools.length === 0) throw invalid("tool_choice: may only be set while providing tools");
  if (choice.type !== "tool") return choice.type === "any" ? "required" : "none";
  if (choice.name === undefined) throw invalid("tool_choice.name: Field required");
  if (!tools.some(({ name }) => name === choice.name))
    throw invalid(`Tool '${choice.name}' not found in provided tools`);
  return { name: choice.name };
}

/** Every tool_use is answered by the message after it, and a tool_result answers the message before it. */
function checkToolBlocks({ messages }: Counted): void {
  let open = new Set<string>();
  for (const [index, { role, content }] of messages.entries()) {
    const blocks = blocksOf(content);
    for (const { type, tool_use_id: id = "" } of blocks) {
      if (type === "tool_result" && !open.delete(id)) {
        throw invalid(`messages.${index}: unexpected \`tool_use_id\` in \`tool_result\` blocks: ${id}`);
      }
    }
    requireAnswered(open, index - 1);
    const uses = role === "assistant" ? blocks.filter(({ type }) => type === "tool_use") : [];
    open = new Set(uses.map(({ id }) => id ?? ""));
  }
  requireAnswered(open, messages.length - 1);
}

function requireAnswered(open: Set<string>, index: number): void {
  if (open.size === 0) return;
  const ids = [...open].join(", ");
  throw invalid(`messages.${index}: \`tool_use\` ids were found without \`tool_result\` blocks right after: ${ids}`);
}

/** Where the caller marked the prompt for the cache: tools, system and messages, in Anthropic's order; at most four. */
function marksOf(request: Counted): CacheMark[] {
  const marks: CacheMark[] = [];
  let prefix = "";
  const add = (text: string, control: z.infer<typeof CacheControl>) => {
    prefix += `${text}\n`;
    if (control) marks.push({ prefix, ttl: control.ttl ?? "5m" });
  };
  for (const tool of request.tools ?? []) add(JSON.stringify({ ...tool, cache_control: null }), tool.cache_control);
  for (const block of blocksOf(request.system ?? "")) add(blockText(block), block.cache_control);
  const blocks = request.messages.flatMap(({ content }) => blocksOf(content));
  for (const [index, block] of blocks.entries()) {
    const isLast = index === blocks.length - 1;
    add(blockText(block), block.cache_control ?? (isLast ? request.cache_control : null));
  }
  if (marks.length > 4)
    throw invalid(`A maximum of 4 blocks with cache_control may be provided. Found ${marks.length}.`);
  return marks;
}
