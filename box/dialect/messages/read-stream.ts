import { MalformedAnswer } from "../malformed-answer.ts";
import type { StreamPart, StreamReader } from "../neutral/stream-part.ts";
import { parseEvent } from "../parse-answer.ts";
import { messagesUsage, replaceFigures } from "../usage/messages-usage.ts";
import { MessagesEvent, readStopReason } from "./answer-schema.ts";

type Event = ReturnType<typeof MessagesEvent.parse>;
type EventOf<Type extends Event["type"]> = Extract<Event, { type: Type }>;

/** Reads a stream of Messages events up to message_stop. */
export class MessagesStreamReader implements StreamReader {
  /** By index of the block: the number of its call; null for other blocks. */
  readonly #blocks = new Map<number, number | null>();
  #calls = 0;
  #figures: unknown = null;
  #hasStopped = false;
  #isDone = false;

  get isDone(): boolean {
    return this.#isDone;
  }

  feed(data: string): StreamPart[] {
    const event = parseEvent(MessagesEvent, data);
    switch (event.type) {
      case "message_start":
        this.#figures = event.message.usage;
        return event.message.id ? [{ type: "id", id: event.message.id }] : [];
      case "content_block_start":
        return this.#startBlock(event);
      case "content_block_delta":
        return this.#readDelta(event);
      case "message_delta":
        return this.#readEnd(event);
      case "message_stop":
        if (!this.#hasStopped) throw new MalformedAnswer("The upstream's stream ended without saying why.");
        this.#isDone = true;
        return [];
      default:
        return [];
    }
  }

  #startBlock({ index, content_block: block }: EventOf<"content_block_start">): StreamPart[] {
    if (block.type !== "tool_use") {
      this.#blocks.set(index, null);
      return block.type === "text" && block.text !== "" ? [{ type: "text", choice: 0, text: block.text }] : [];
    }
    const call = this.#calls++;
    this.#blocks.set(index, call);
    const start: StreamPart = { type: "call_start", choice: 0, call, id: block.id, name: block.name };
    // Anthropic sends the input in deltas; some compatible servers send it whole, here.
    const input = JSON.stringify(block.input ?? {});
    return input === "{}" ? [start] : [start, { type: "call_args", choice: 0, call, json: input }];
  }

  #readDelta({ index, delta }: EventOf<"content_block_delta">): StreamPart[] {
    const call = this.#blocks.get(index);
    if (call === undefined) throw new MalformedAnswer("The upstream's stream continues a block that it never began.");
    if (delta.type === "text_delta" && delta.text) return [{ type: "text", choice: 0, text: delta.text }];
    if (delta.type === "input_json_delta" && delta.partial_json) {
      if (call === null) throw new MalformedAnswer("The upstream's stream has arguments outside of a call.");
      return [{ type: "call_args", choice: 0, call, json: delta.partial_json }];
    }
    return [];
  }

  #readEnd({ delta, usage: figures }: EventOf<"message_delta">): StreamPart[] {
    const parts: StreamPart[] = [];
    if (delta.stop_reason && !this.#hasStopped) {
      this.#hasStopped = true;
      const why = delta.stop_details?.explanation;
      if (why) parts.push({ type: "refusal", choice: 0, text: why });
      const stop = readStopReason(delta.stop_reason);
      parts.push({ type: "stop", choice: 0, stop, stopSequence: delta.stop_sequence ?? null });
    }
    this.#figures = replaceFigures(this.#figures, figures);
    const usage = messagesUsage(this.#figures);
    if (usage) parts.push({ type: "usage", usage });
    return parts;
  }
}
