import { portableCallId } from "../call-id.ts";
import type { AnswerContext, SseEvent } from "../dialect.ts";
import type { StreamPart } from "../neutral/stream-part.ts";
import type { Metered } from "../usage/metered.ts";
import { finishReason } from "./finish-reason.ts";
import { writeChatUsage } from "./write-usage.ts";

/** Writes chunks (OpenAI API reference, "The chat completion chunk object"): of each choice the role comes first. */
export class ChatStreamWriter {
  readonly #context: AnswerContext;
  readonly #begun = new Set<number>();
  #id: string;
  #usage: Metered | null = null;

  constructor(context: AnswerContext) {
    this.#context = context;
    this.#id = context.id;
  }

  write(part: StreamPart): SseEvent[] {
    if (part.type === "id") {
      // All chunks of an answer carry the same id.
      if (this.#begun.size === 0) this.#id = part.id;
      return [];
    }
    if (part.type === "usage") {
      this.#usage = part.usage;
      return [];
    }
    const role = { role: "assistant", content: "", refusal: null };
    const first = this.#begun.has(part.choice) ? [] : [this.#delta(part.choice, role)];
    this.#begun.add(part.choice);
    return [...first, this.#writePart(part)];
  }

  end(): SseEvent[] {
    const usage =
      this.#context.wantsUsage && this.#usage ? [this.#chunk([], { usage: writeChatUsage(this.#usage) })] : [];
    return [...usage, { data: "[DONE]" }];
  }

  #writePart(part: Exclude<StreamPart, { type: "id" | "usage" }>): SseEvent {
    switch (part.type) {
      case "text":
        return this.#delta(part.choice, { content: part.text });
      case "refusal":
        return this.#delta(part.choice, { refusal: part.text });
      case "call_start": {
        const call = { name: part.name, arguments: "" };
        const id = portableCallId(part.id);
        return this.#delta(part.choice, { tool_calls: [{ index: part.call, id, type: "function", function: call }] });
      }
      case "call_args":
        return this.#delta(part.choice, { tool_calls: [{ index: part.call, function: { arguments: part.json } }] });
      case "stop":
        return this.#delta(part.choice, {}, finishReason[part.stop]);
    }
  }

  #delta(index: number, delta: object, reason: string | null = null): SseEvent {
    const usage = this.#context.wantsUsage ? { usage: null } : {};
    return this.#chunk([{ index, delta, logprobs: null, finish_reason: reason }], usage);
  }

  #chunk(choices: object[], usage: object): SseEvent {
    const { createdAtSeconds: created, model } = this.#context;
    const chunk = { id: this.#id, object: "chat.completion.chunk", created, model, choices, ...usage };
    return { data: JSON.stringify(chunk) };
  }
}
