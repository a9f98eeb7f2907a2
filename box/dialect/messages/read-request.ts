import type { JsonObject } from "../dialect.ts";
import { isBase64 } from "../inline-data.ts";
import { checkTurns } from "../neutral/check-turns.ts";
import { instructions, meaningful } from "../neutral/meaningful.ts";
import type { AssistantPart, NeutralRequest, ToolChoice, Turn, UserPart } from "../neutral/request.ts";
import { parseRequest } from "../parse-request.ts";
import { Untranslatable } from "../untranslatable.ts";
import { type MediaBlock, type Message, MessagesRequest } from "./request-schema.ts";

/** Reads a Messages request. Throws Untranslatable for everything that has no neutral form. */
export function readMessagesRequest(body: JsonObject): NeutralRequest {
  const parsed = parseRequest(MessagesRequest, body);
  const tools = (parsed.tools ?? []).map((tool, index) => ({
    at: `tools[${index}]`,
    name: tool.name,
    description: tool.description ?? null,
    schema: tool.input_schema,
    isStrict: tool.strict ?? false,
  }));
  const turns = parsed.messages.flatMap((message, index) => readMessage(message, `messages[${index}]`));
  const { schema = null } = parsed.output_config?.format ?? {};
  const choice = parsed.tool_choice;
  const request: NeutralRequest = {
    surface: "messages",
    turns: [...instructions(parsed.system ?? [], "system"), ...turns],
    tools,
    toolChoice: readToolChoice(parsed, tools.length > 0),
    isParallel:
      tools.length === 0 || !(choice && "disable_parallel_tool_use" in choice && choice.disable_parallel_tool_use),
    format: schema ? { kind: "schema", schema } : null,
    maxOutputTokens: parsed.max_tokens,
    temperature: parsed.temperature ?? null,
    topP: parsed.top_p ?? null,
    topK: parsed.top_k ?? null,
    seed: null,
    frequencyPenalty: null,
    presencePenalty: null,
    stop: parsed.stop_sequences ?? [],
    choices: 1,
    reasoning: readReasoning(parsed),
    endUser: parsed.metadata?.user_id ?? null,
    isStream: parsed.stream ?? false,
  };
  checkTurns(request);
  return request;
}

/** A user's message holds results of tools and the user's own parts; in other APIs these are messages of their own. */
function readMessage(message: Message, at: string): Turn[] {
  if (message.role === "system") return instructions(message.content, at);
  if (message.role === "assistant") {
    const parts = meaningful(message.content.flatMap(readAssistantBlock));
    return parts.length > 0 ? [{ at, role: "assistant", parts }] : [];
  }
  const turns: Turn[] = [];
  let own: UserPart[] = [];
  const flush = () => {
    if (own.length > 0) turns.push({ at, role: "user", parts: meaningful(own) });
    own = [];
  };
  for (const [index, block] of message.content.entries()) {
    const place = `${at}.content[${index}]`;
    if (block.type !== "tool_result") {
      own.push(readMedia(block, place));
      continue;
    }
    flush();
    const parts = (block.content ?? []).map((part, inner) => readMedia(part, `${place}.content[${inner}]`));
    const isError = block.is_error ?? false;
    turns.push({ at: place, role: "tool", callId: block.tool_use_id, parts: meaningful(parts), isError });
  }
  flush();
  if (turns.length === 0) throw new Untranslatable(`${at}.content`, `\`${at}.content\` is empty.`);
  return turns;
}

function readAssistantBlock(block: Extract<Message, { role: "assistant" }>["content"][number]): AssistantPart[] {
  if (block.type === "text") return [{ type: "text", text: block.text }];
  if (block.type === "tool_use") {
    return [{ type: "call", id: block.id, name: block.name, argsJson: JSON.stringify(block.input) }];
  }
  return [];
}

function readMedia(block: MediaBlock, at: string): UserPart {
  if (block.type === "text") return { type: "text", text: block.text };
  const { source } = block;
  if (source.type === "url") {
    if (/^https?:\/\//i.test(source.url)) return { type: "image", source: { kind: "url", url: source.url } };
    throw new Untranslatable(`${at}.source.url`, `\`${at}.source.url\` must be an http(s) URL.`);
  }
  const { data, media_type: mimeType } = source;
  if (!isBase64(data)) throw new Untranslatable(`${at}.source.data`, `\`${at}.source.data\` must be base64.`);
  if (block.type === "document") return { type: "file", data, name: block.title ?? "document.pdf" };
  return { type: "image", source: { kind: "inline", mimeType, data } };
}

function readToolChoice({ tool_choice: choice }: MessagesRequest, hasTools: boolean): ToolChoice {
  if (!choice || choice.type === "auto" || (choice.type === "none" && !hasTools)) return { mode: "auto" };
  if (choice.type === "tool") return { mode: "named", name: choice.name };
  return { mode: choice.type === "any" ? "required" : "none" };
}

/**
 * `adaptive` leaves to the model how much it thinks, which is what other models do unless told an effort; so it counts
 * only with one. Beside `disabled` or a budget an effort would say a second thing that other APIs cannot.
 */
function readReasoning({ thinking, output_config: output }: MessagesRequest): NeutralRequest["reasoning"] {
  const effort = output?.effort ?? null;
  if (!thinking || thinking.type === "adaptive") return effort === null ? null : { kind: "effort", effort };
  if (effort !== null) {
    const message = `\`output_config.effort\` beside \`thinking\` of type "${thinking.type}" cannot be translated; use one.`;
    throw new Untranslatable("output_config.effort", message);
  }
  return thinking.type === "disabled" ? { kind: "off" } : { kind: "budget", tokens: thinking.budget_tokens };
}
