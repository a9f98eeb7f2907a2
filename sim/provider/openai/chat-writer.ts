import type { Choice, Finish } from "../completion.ts";
import type { Answer, Writer } from "../generate.ts";
import type { StreamEvent } from "../send.ts";
import { chatUsage } from "./chat-usage.ts";
import { openAiError, streamFault } from "./dialect.ts";

const created = 1_700_000_000;
const finishReasons: Record<Finish, string> = {
  stop: "stop",
  stop_sequence: "stop",
  refusal: "stop",
  length: "length",
  tool_calls: "tool_calls",
  content_filter: "content_filter",
};

type Options = {
  hasUsageChunk: boolean;
  /** Local servers put what the model thought into a field of their own. */
  thoughtField?: "reasoning" | "reasoning_content";
};

/** OpenAI's chat completions. Source: platform.openai.com, "The chat completion object" and "… chunk object". */
export function chatWriter({ hasUsageChunk, thoughtField }: Options): Writer {
  return {
    surface: "openai.chat",
    promptFilter: "none",
    whole: (answer) => wholeChat(answer, thoughtField),
    events: (answer) => chatEvents(answer, hasUsageChunk && !answer.directives.noUsage, thoughtField),
    errorEvent: () => ({ data: { error: openAiError(streamFault) } }),
    rawUsage: chatUsage,
  };
}

export function wholeChat({ call, completion, directives, usage }: Answer, thoughtField?: string) {
  return {
    id: `chatcmpl-practice-${completion.id}`,
    object: "chat.completion",
    created,
    model: call.model,
    choices: completion.choices.map((choice, index) => ({
      index,
      message: messageOf(choice, thoughtField),
      logprobs: null,
      finish_reason: finishReasons[choice.finish],
    })),
    ...(directives.noUsage ? {} : { usage: chatUsage(usage) }),
    service_tier: "default",
    system_fingerprint: "fp_practice",
  };
}

function messageOf(choice: Choice, thoughtField?: string) {
  const text = choice.pieces.join("");
  const isRefusal = choice.finish === "refusal";
  return {
    role: "assistant",
    content: isRefusal || choice.toolCalls.length > 0 ? null : text,
    refusal: isRefusal ? text : null,
    annotations: [],
    ...(thoughtField && choice.thought.length > 0 ? { [thoughtField]: choice.thought.join("") } : {}),
    ...(choice.toolCalls.length > 0
      ? {
          tool_calls: choice.toolCalls.map(({ id, name, pieces }) => ({
            id: `call_${id}`,
            type: "function",
            function: { name, arguments: pieces.join("") },
          })),
        }
      : {}),
  };
}

export function* chatEvents(answer: Answer, hasUsage: boolean, thoughtField?: string): Iterable<StreamEvent> {
  const { call, completion, usage } = answer;
  const chunk = (choices: object[], produced: StreamEvent["produced"] = {}): StreamEvent => ({
    data: {
      id: `chatcmpl-practice-${completion.id}`,
      object: "chat.completion.chunk",
      created,
      model: call.model,
      service_tier: "default",
      system_fingerprint: "fp_practice",
      choices,
      ...(hasUsage ? { usage: choices.length === 0 ? chatUsage(usage) : null } : {}),
    },
    produced,
  });
  for (const [index, choice] of completion.choices.entries()) {
    for (const { delta, reason, produced } of deltas(choice, thoughtField)) {
      yield chunk([{ index, delta, logprobs: null, finish_reason: reason ?? null }], produced);
    }
  }
  if (hasUsage) yield chunk([]);
  yield { data: "[DONE]", isEnd: true };
}

type Delta = { delta: object; reason?: string; produced?: StreamEvent["produced"] };

function* deltas(choice: Choice, thoughtField?: string): Iterable<Delta> {
  const isRefusal = choice.finish === "refusal";
  const content = isRefusal || choice.toolCalls.length > 0 ? null : "";
  const hidden = { reasoning: choice.reasoningTokens, audio: choice.audioTokens };
  yield { delta: { role: "assistant", content, refusal: null }, produced: hidden };
  if (thoughtField) for (const piece of choice.thought) yield { delta: { [thoughtField]: piece } };
  for (const piece of choice.pieces) {
    yield { delta: isRefusal ? { refusal: piece } : { content: piece }, produced: { text: 1 } };
  }
  for (const [index, { id, name, pieces }] of choice.toolCalls.entries()) {
    const head = { index, id: `call_${id}`, type: "function", function: { name, arguments: "" } };
    yield { delta: { tool_calls: [head] }, produced: { text: 1 } };
    for (const piece of pieces) {
      yield { delta: { tool_calls: [{ index, function: { arguments: piece } }] }, produced: { text: 1 } };
    }
  }
  yield { delta: {}, reason: finishReasons[choice.finish] };
}
