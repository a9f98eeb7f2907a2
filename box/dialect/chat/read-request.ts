import type { JsonObject } from "../dialect.ts";
import { objectIn } from "../exact-json.ts";
import { inlineData, isBase64 } from "../inline-data.ts";
import { checkTurns } from "../neutral/check-turns.ts";
import { instructions, meaningful } from "../neutral/meaningful.ts";
import type { AssistantPart, Format, NeutralRequest, ToolChoice, Turn, UserPart } from "../neutral/request.ts";
import { parseRequest } from "../parse-request.ts";
import { Untranslatable } from "../untranslatable.ts";
import { type ChatMessage, ChatRequest, type ChatUserPart } from "./request-schema.ts";

/** Reads a Chat Completions request. Throws Untranslatable for everything that has no neutral form. */
export function readChatRequest(body: JsonObject): NeutralRequest {
  const parsed = parseRequest(ChatRequest, body);
  const tools = (parsed.tools ?? []).map(({ function: tool }, index) => ({
    at: `tools[${index}]`,
    name: tool.name,
    description: tool.description ?? null,
    schema: tool.parameters ?? null,
    isStrict: tool.strict ?? false,
  }));
  const request: NeutralRequest = {
    surface: "chat",
    turns: parsed.messages.flatMap((message, index) => readMessage(message, `messages[${index}]`)),
    tools,
    toolChoice: readToolChoice(parsed, tools.length > 0),
    isParallel: tools.length === 0 || (parsed.parallel_tool_calls ?? true),
    format: readFormat(parsed),
    maxOutputTokens: readLimit(parsed),
    temperature: parsed.temperature ?? null,
    topP: parsed.top_p ?? null,
    topK: null,
    seed: parsed.seed ?? null,
    frequencyPenalty: parsed.frequency_penalty ?? null,
    presencePenalty: parsed.presence_penalty ?? null,
    stop: parsed.stop ?? [],
    choices: parsed.n ?? 1,
    reasoning: readEffort(parsed),
    endUser: parsed.safety_identifier ?? parsed.user ?? null,
    isStream: parsed.stream ?? false,
  };
  checkTurns(request);
  return request;
}

function readMessage(message: ChatMessage, at: string): Turn[] {
  if (message.role === "user") {
    const parts = meaningful(message.content.map((part, index) => readPart(part, `${at}.content[${index}]`)));
    if (parts.length === 0) throw new Untranslatable(`${at}.content`, `\`${at}.content\` is empty.`);
    return [{ at, role: "user", parts }];
  }
  if (message.role === "tool") {
    const parts = meaningful(message.content.map(text));
    return [{ at, role: "tool", callId: message.tool_call_id, parts, isError: false }];
  }
  if (message.role === "assistant") return [{ at, role: "assistant", parts: readAssistant(message, at) }];
  return instructions(message.content, at);
}

/** What the assistant refused to say it said in words too, and they stay in the conversation. */
function readAssistant(message: Extract<ChatMessage, { role: "assistant" }>, at: string): AssistantPart[] {
  const said = (message.content ?? []).map((part) => (part.type === "text" ? part.text : part.refusal));
  if (message.refusal) said.push(message.refusal);
  const calls = (message.tool_calls ?? []).map(({ id, function: call }, index): AssistantPart => {
    if (objectIn(call.arguments) === null) {
      const param = `${at}.tool_calls[${index}].function.arguments`;
      throw new Untranslatable(param, `\`${param}\` must be the JSON of an object.`);
    }
    return { type: "call", id, name: call.name, argsJson: call.arguments };
  });
  const parts = meaningful([...said.map((words): AssistantPart => ({ type: "text", text: words })), ...calls]);
  if (parts.length === 0) throw new Untranslatable(at, `\`${at}\` has neither content nor tool calls.`);
  return parts;
}

function readPart(part: ChatUserPart, at: string): UserPart {
  switch (part.type) {
    case "text":
      return text(part);
    case "image_url": {
      const { url } = part.image_url;
      if (/^https?:\/\//i.test(url)) return { type: "image", source: { kind: "url", url } };
      const inline = inlineData(url);
      if (inline?.mimeType.startsWith("image/")) return { type: "image", source: { kind: "inline", ...inline } };
      throw new Untranslatable(
        `${at}.image_url.url`,
        `\`${at}.image_url.url\` must be an http(s) URL or a data: URL with a base64 image.`,
      );
    }
    case "file": {
      const inline = inlineData(part.file.file_data);
      if (inline?.mimeType === "application/pdf") {
        return { type: "file", data: inline.data, name: part.file.filename ?? "document.pdf" };
      }
      throw new Untranslatable(
        `${at}.file.file_data`,
        `\`${at}.file.file_data\` must be a data: URL with a base64 PDF.`,
      );
    }
    case "input_audio": {
      const { data, format } = part.input_audio;
      if (isBase64(data)) return { type: "audio", mimeType: format === "wav" ? "audio/wav" : "audio/mp3", data };
      throw new Untranslatable(`${at}.input_audio.data`, `\`${at}.input_audio.data\` must be base64.`);
    }
  }
}

function text(part: { text: string }): { type: "text"; text: string } {
  return { type: "text", text: part.text };
}

/** Both limits may be given, but only the same: providers differ in which one they honour. */
function readLimit({ max_completion_tokens: limit, max_tokens: older }: ChatRequest): number | null {
  if (typeof limit === "number" && typeof older === "number" && limit !== older) {
    throw new Untranslatable("max_tokens", "`max_tokens` and `max_completion_tokens` differ; set one of them.");
  }
  return limit ?? older ?? null;
}

function readToolChoice({ tool_choice: choice }: ChatRequest, hasTools: boolean): ToolChoice {
  if (!choice) return { mode: "auto" };
  if (choice.type === "function") return { mode: "named", name: choice.function.name };
  return { mode: choice.type === "none" && !hasTools ? "auto" : choice.type };
}

/** How to answer in the format is said in its description; beside a schema, that is the schema's own description. */
function readFormat({ response_format: format }: ChatRequest): Format | null {
  if (!format || format.type === "text") return null;
  if (format.type === "json_object") return { kind: "json" };
  if (format.type !== "json_schema") return null;
  const { schema, description } = format.json_schema;
  if (!description) return { kind: "schema", schema };
  if ("description" in schema) {
    const param = "response_format.json_schema.description";
    throw new Untranslatable(param, `\`${param}\` has no place beside the description of the schema itself.`);
  }
  return { kind: "schema", schema: { ...schema, description } };
}

function readEffort({ reasoning_effort: effort }: ChatRequest): NeutralRequest["reasoning"] {
  if (!effort) return null;
  return effort === "none" ? { kind: "off" } : { kind: "effort", effort };
}
