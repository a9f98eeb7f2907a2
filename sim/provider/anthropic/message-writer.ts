import type { Answer, Writer } from "../generate.ts";
import type { StreamEvent } from "../send.ts";
import { nothingProduced, type Produced } from "../usage.ts";
import { anthropicError } from "./dialect.ts";
import { type ContentBlock, contentBlocks, emptyMessage, ending, messageUsage } from "./message-body.ts";
import type { ParsedMessages } from "./messages-request.ts";

/** Anthropic's messages. Source: platform.claude.com, "Create a Message" and "Streaming messages". */
export function messageWriter(thinking: ParsedMessages["thinking"]): Writer {
  return {
    surface: "anthropic.messages",
    promptFilter: "none",
    whole: (answer) => ({ ...emptyMessage(answer), content: contentBlocks(answer, thinking), ...ending(answer) }),
    events: (answer) => messageEvents(answer, thinking),
    errorEvent: () => ({ event: "error", data: anthropicError("overloaded", "Overloaded") }),
    rawUsage: messageUsage,
  };
}

function* messageEvents(answer: Answer, thinking: ParsedMessages["thinking"]): Iterable<StreamEvent> {
  const { completion, directives, usage } = answer;
  const [choice] = completion.choices;
  const atStart = { ...answer, usage: { ...usage, output: { ...nothingProduced, text: 1 } } };
  const hidden = { reasoning: choice?.reasoningTokens ?? 0, audio: choice?.audioTokens ?? 0 };
  yield typed({ type: "message_start", message: emptyMessage(atStart) }, hidden);
  for (const [index, block] of contentBlocks(answer, thinking).entries()) {
    yield typed({ type: "content_block_start", index, content_block: started(block) });
    if (index === 0) yield typed({ type: "ping" });
    for (const { delta, produced } of deltas(block, answer)) {
      yield typed({ type: "content_block_delta", index, delta }, produced);
    }
    // The token of a call's name, which no delta carries.
    yield typed({ type: "content_block_stop", index }, block.type === "tool_use" ? { text: 1 } : {});
  }
  const { cache_creation, service_tier, inference_geo, speed, ...counted } = messageUsage(usage);
  yield typed({ type: "message_delta", delta: ending(answer), ...(directives.noUsage ? {} : { usage: counted }) });
  yield { ...typed({ type: "message_stop" }), isEnd: true };
}

function typed(data: { type: string; [field: string]: unknown }, produced: Partial<Produced> = {}): StreamEvent {
  return { event: data.type, data, produced };
}

/** A block as it is announced: nothing in it yet, except for results, which come whole. */
function started(block: ContentBlock): object {
  if (block.type === "thinking") return { ...block, thinking: "", signature: "" };
  if (block.type === "text") return { ...block, text: "" };
  return block.type === "web_search_tool_result" ? block : { ...block, input: {} };
}

type Delta = { delta: object; produced?: Partial<Produced> };

function* deltas(block: ContentBlock, { completion }: Answer): Iterable<Delta> {
  const [choice] = completion.choices;
  if (!choice) return;
  if (block.type === "thinking") {
    const shown = block.thinking === "" ? [] : choice.thought;
    for (const thinking of shown) yield { delta: { type: "thinking_delta", thinking } };
    yield { delta: { type: "signature_delta", signature: block.signature } };
  }
  if (block.type === "text") {
    for (const text of choice.pieces) yield { delta: { type: "text_delta", text }, produced: { text: 1 } };
  }
  if (block.type === "tool_use") {
    const pieces = choice.toolCalls.find(({ id }) => block.id === `toolu_${id}`)?.pieces ?? [];
    yield { delta: { type: "input_json_delta", partial_json: "" } };
    for (const json of pieces) {
      yield { delta: { type: "input_json_delta", partial_json: json }, produced: { text: 1 } };
    }
  }
  if (block.type === "server_tool_use") {
    yield { delta: { type: "input_json_delta", partial_json: JSON.stringify(block.input) } };
  }
}
