import type { Finish } from "../completion.ts";
import { withoutDirectives } from "../directives.ts";
import type { Answer } from "../generate.ts";
import type { Usage } from "../usage.ts";
import type { ParsedMessages } from "./messages-request.ts";

const stopReasons: Record<Finish, string> = {
  stop: "end_turn",
  stop_sequence: "stop_sequence",
  length: "max_tokens",
  tool_calls: "tool_use",
  content_filter: "refusal",
  refusal: "refusal",
};

export type ContentBlock =
  | { type: "thinking"; thinking: string; signature: string }
  | { type: "text"; text: string; citations: null }
  | { type: "tool_use"; id: string; name: string; input: unknown; caller: { type: "direct" } }
  | { type: "server_tool_use"; id: string; name: "web_search"; input: object; caller: { type: "direct" } }
  | { type: "web_search_tool_result"; tool_use_id: string; content: object[]; caller: { type: "direct" } };

/** Anthropic's usage: `input_tokens` leaves out what was read from or written to a cache. Source: "Prompt caching". */
export function messageUsage({ input, output, searches }: Usage) {
  const { cached, cacheWrite5m, cacheWrite1h } = input;
  return {
    input_tokens: input.tokens - cached - cacheWrite5m - cacheWrite1h,
    cache_creation_input_tokens: cacheWrite5m + cacheWrite1h,
    cache_read_input_tokens: cached,
    cache_creation: { ephemeral_5m_input_tokens: cacheWrite5m, ephemeral_1h_input_tokens: cacheWrite1h },
    output_tokens: output.text + output.reasoning + output.audio,
    output_tokens_details: output.reasoning > 0 ? { thinking_tokens: output.reasoning } : null,
    server_tool_use: searches > 0 ? { web_search_requests: searches, web_fetch_requests: 0 } : null,
    service_tier: "standard",
    inference_geo: null,
    speed: null,
  };
}

/** How the message ends: its stop reason, the sequence that stopped it, and why it was refused. */
export function ending({ completion }: Answer) {
  const [choice] = completion.choices;
  const reason = stopReasons[choice?.finish ?? "stop"];
  const details = { type: "refusal", category: "general_harms", explanation: null };
  return {
    stop_reason: reason,
    stop_sequence: choice?.stoppedBy ?? null,
    stop_details: reason === "refusal" ? details : null,
  };
}

/** The message object before anything is said; the whole one adds content, ending and usage. */
export function emptyMessage({ call, completion, usage, directives }: Answer) {
  return {
    id: `msg_practice${completion.id}`,
    type: "message",
    role: "assistant",
    model: call.model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    stop_details: null,
    container: null,
    diagnostics: null,
    ...(directives.noUsage ? {} : { usage: messageUsage(usage) }),
  };
}

/** Thinking, searches, text, tool calls, in that order. */
export function contentBlocks({ call, completion }: Answer, thinking: ParsedMessages["thinking"]): ContentBlock[] {
  const [choice] = completion.choices;
  if (!choice) return [];
  const caller = { type: "direct" } as const;
  const blocks: ContentBlock[] = [];
  if (thinking !== "hidden" && choice.thought.length > 0) {
    const text = thinking === "omitted" ? "" : choice.thought.join("");
    blocks.push({ type: "thinking", thinking: text, signature: signatureOf(completion.id) });
  }
  for (let index = 0; index < completion.searches; index++) {
    const id = `srvtoolu_${completion.id}${index}`;
    const query = withoutDirectives(call.topic).slice(0, 40);
    blocks.push({ type: "server_tool_use", id, name: "web_search", input: { query }, caller });
    blocks.push({ type: "web_search_tool_result", tool_use_id: id, content: [searchResult()], caller });
  }
  if (choice.pieces.length > 0) blocks.push({ type: "text", text: choice.pieces.join(""), citations: null });
  for (const { id, name, pieces } of choice.toolCalls) {
    blocks.push({ type: "tool_use", id: `toolu_${id}`, name, input: parseInput(pieces), caller });
  }
  return blocks;
}

function searchResult() {
  const url = "https://example.com/practice";
  return { type: "web_search_result", url, title: "Practice", encrypted_content: "cHJhY3RpY2U=", page_age: null };
}

/** Arguments that max_tokens cut are no JSON; a whole message has an empty input then. */
function parseInput(pieces: string[]): unknown {
  try {
    return JSON.parse(pieces.join(""));
  } catch {
    return {};
  }
}

export function signatureOf(id: string): string {
  return Buffer.from(`practice-signature-${id}`).toString("base64");
}
