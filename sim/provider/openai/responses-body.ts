import { randomUUID } from "node:crypto";
import type { Choice } from "../completion.ts";
import type { Answer } from "../generate.ts";
import type { Usage } from "../usage.ts";
import type { ResponsesRequest } from "./responses-request.ts";

const createdAt = 1_700_000_000;

export type OutputItem =
  | { type: "reasoning"; id: string; summary: { type: "summary_text"; text: string }[] }
  | { type: "web_search_call"; id: string; status: string; action: object }
  | { type: "function_call"; id: string; call_id: string; name: string; arguments: string; status: string }
  | { type: "message"; id: string; role: "assistant"; status: string; content: ContentPart[] };
export type ContentPart =
  | { type: "output_text"; text: string; annotations: []; logprobs: [] }
  | { type: "refusal"; refusal: string };

export type ResponseShape = { request: ResponsesRequest; responseId: string };

export function newResponseId(): string {
  return `resp_practice${randomUUID().replaceAll("-", "")}`;
}

/** `usage` of the Responses API. Source: platform.openai.com, "The response object". */
export function responsesUsage({ input, output }: Usage) {
  const all = output.text + output.reasoning + output.audio;
  return {
    input_tokens: input.tokens,
    input_tokens_details: { cached_tokens: input.cached, cache_write_tokens: input.cacheWrite5m + input.cacheWrite1h },
    output_tokens: all,
    output_tokens_details: { reasoning_tokens: output.reasoning },
    total_tokens: input.tokens + all,
  };
}

/** The response object at any moment: `status` and `output` as far as they are. */
export function responseBody({ request, responseId }: ResponseShape, status: string, output: readonly object[]) {
  return {
    id: responseId,
    object: "response",
    created_at: createdAt,
    status,
    background: false,
    error: null,
    incomplete_details: null,
    instructions: request.instructions ?? null,
    max_output_tokens: request.max_output_tokens ?? null,
    max_tool_calls: null,
    model: request.model,
    output,
    parallel_tool_calls: request.parallel_tool_calls ?? true,
    previous_response_id: request.previous_response_id ?? null,
    reasoning: { effort: request.reasoning?.effort ?? null, summary: request.reasoning?.summary ?? null },
    service_tier: "default",
    store: request.store ?? true,
    temperature: request.temperature ?? 1,
    text: { format: request.text?.format ?? { type: "text" }, verbosity: "medium" },
    tool_choice: request.tool_choice ?? "auto",
    tools: request.tools ?? [],
    top_logprobs: 0,
    top_p: request.top_p ?? 1,
    truncation: request.truncation ?? "disabled",
    usage: null,
    user: request.user ?? null,
    metadata: request.metadata ?? {},
  };
}

/** The response when everything has been said. */
export function finalBody(shape: ResponseShape, answer: Answer) {
  const { completion, directives, usage } = answer;
  const choice = completion.choices[0];
  const reason = choice?.finish === "length" ? "max_output_tokens" : "content_filter";
  const isIncomplete = choice?.finish === "length" || choice?.finish === "content_filter";
  return {
    ...responseBody(shape, isIncomplete ? "incomplete" : "completed", outputItems(shape, answer)),
    completed_at: isIncomplete ? null : createdAt,
    incomplete_details: isIncomplete ? { reason } : null,
    ...(directives.noUsage ? { usage: null } : { usage: responsesUsage(usage) }),
  };
}

/** Reasoning, searches, then the message or the function calls. */
export function outputItems({ request }: ResponseShape, { call, completion }: Answer): OutputItem[] {
  const [choice] = completion.choices;
  if (!choice) return [];
  const id = (kind: string, index = 0) => `${kind}_${completion.id}${index}`;
  const status = choice.finish === "length" || choice.finish === "content_filter" ? "incomplete" : "completed";
  const searches = Array.from({ length: completion.searches }, (_, index): OutputItem => {
    const action = { type: "search", query: call.topic.slice(0, 40), queries: [call.topic.slice(0, 40)] };
    return { id: id("ws", index), type: "web_search_call", status: "completed", action };
  });
  const calls = choice.toolCalls.map(
    (toolCall, index): OutputItem => ({
      id: id("fc", index),
      type: "function_call",
      status,
      arguments: toolCall.pieces.join(""),
      call_id: `call_${toolCall.id}`,
      name: toolCall.name,
    }),
  );
  const summary = request.reasoning?.summary ? [{ type: "summary_text" as const, text: choice.thought.join("") }] : [];
  const message: OutputItem = { id: id("msg"), type: "message", status, content: [partOf(choice)], role: "assistant" };
  return [
    ...(choice.reasoningTokens > 0 ? [{ id: id("rs"), type: "reasoning" as const, summary }] : []),
    ...searches,
    ...(calls.length > 0 ? calls : [message]),
  ];
}

function partOf(choice: Choice): ContentPart {
  const text = choice.pieces.join("");
  return choice.finish === "refusal"
    ? { type: "refusal", refusal: text }
    : { type: "output_text", text, annotations: [], logprobs: [] };
}
