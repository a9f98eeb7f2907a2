import { portableCallId } from "../call-id.ts";
import type { AnswerContext, JsonObject, SseEvent } from "../dialect.ts";
import { MalformedAnswer } from "../malformed-answer.ts";
import type { StreamPart } from "../neutral/stream-part.ts";
import type { Metered } from "../usage/metered.ts";
import { stopFields } from "./stop-reason.ts";
import { writeMessagesUsage } from "./write-usage.ts";

type Waiting = { text: string } | { call: number; id: string; name: string; json: string };

/**
 * Writes events in the order that Anthropic's clients rely on ("Streaming Messages"): one block after the other. Other
 * APIs may go back to an earlier call, so what comes while a call is open waits until the end, as blocks of its own.
 */
export class MessagesStreamWriter {
  readonly #context: AnswerContext;
  #id: string;
  #hasBegun = false;
  #nextBlock = 0;
  #open: "text" | { call: number } | null = null;
  readonly #waiting: Waiting[] = [];
  #usage: Metered | null = null;
  #refusal = "";
  #end: JsonObject | null = null;

  constructor(context: AnswerContext) {
    this.#context = context;
    this.#id = context.id;
  }

  write(part: StreamPart): SseEvent[] {
    if (part.type === "id") {
      this.#id = part.id;
      return [];
    }
    if (part.type === "usage") {
      this.#usage = part.usage;
      return [];
    }
    if (part.choice !== 0) throw new MalformedAnswer("The upstream gave several answers where one was asked for.");
    return [...this.#begin(), ...this.#writePart(part)];
  }

  end(): SseEvent[] {
    if (!this.#end) throw new MalformedAnswer("The upstream's stream ended without saying why.");
    return [
      event({ type: "message_delta", delta: this.#end, usage: writeMessagesUsage(this.#usage) }),
      event({ type: "message_stop" }),
    ];
  }

  #begin(): SseEvent[] {
    if (this.#hasBegun) return [];
    this.#hasBegun = true;
    const nothing = { stop_reason: null, stop_sequence: null, stop_details: null, container: null };
    // What the prompt took is known at the end only; message_delta replaces these figures.
    const usage = writeMessagesUsage(this.#usage);
    const message = { id: this.#id, type: "message", role: "assistant", model: this.#context.model, content: [] };
    return [event({ type: "message_start", message: { ...message, ...nothing, usage } })];
  }

  #writePart(part: Exclude<StreamPart, { type: "id" | "usage" }>): SseEvent[] {
    switch (part.type) {
      case "refusal":
        this.#refusal += part.text;
        return [];
      case "text":
        return this.#writeText(part.text);
      case "call_start":
        if (isCall(this.#open)) {
          this.#waiting.push({ call: part.call, id: part.id, name: part.name, json: "" });
          return [];
        }
        return [...this.#close(), ...this.#startCall(part.call, part.id, part.name)];
      case "call_args":
        return this.#writeArgs(part.call, part.json);
      case "stop":
        this.#end = stopFields(part.stop, part.stopSequence, this.#refusal);
        return [...this.#close(), ...this.#writeWaiting()];
    }
  }

  #writeText(text: string): SseEvent[] {
    if (isCall(this.#open)) {
      const last = this.#waiting.at(-1);
      if (last && "text" in last) last.text += text;
      else this.#waiting.push({ text });
      return [];
    }
    const start = this.#open === "text" ? [] : this.#start("text", { type: "text", text: "", citations: null });
    return [...start, this.#delta({ type: "text_delta", text })];
  }

  #writeArgs(call: number, json: string): SseEvent[] {
    if (isCall(this.#open) && this.#open.call === call) {
      return [this.#delta({ type: "input_json_delta", partial_json: json })];
    }
    const waiting = this.#waiting.find((one) => "call" in one && one.call === call);
    if (!waiting || !("call" in waiting)) {
      throw new MalformedAnswer("The upstream's stream has arguments outside of a call.");
    }
    waiting.json += json;
    return [];
  }

  #writeWaiting(): SseEvent[] {
    return this.#waiting.splice(0).flatMap((one) => {
      if ("text" in one) return [...this.#writeText(one.text), ...this.#close()];
      const start = this.#startCall(one.call, one.id, one.name);
      return [...start, ...(one.json === "" ? [] : this.#writeArgs(one.call, one.json)), ...this.#close()];
    });
  }

  #startCall(call: number, id: string, name: string): SseEvent[] {
    return this.#start({ call }, { type: "tool_use", id: portableCallId(id), name, input: {} });
  }

  #start(open: "text" | { call: number }, block: JsonObject): SseEvent[] {
    this.#open = open;
    return [event({ type: "content_block_start", index: this.#nextBlock, content_block: block })];
  }

  #delta(delta: JsonObject): SseEvent {
    return event({ type: "content_block_delta", index: this.#nextBlock, delta });
  }

  #close(): SseEvent[] {
    if (this.#open === null) return [];
    this.#open = null;
    return [event({ type: "content_block_stop", index: this.#nextBlock++ })];
  }
}

function isCall(open: "text" | { call: number } | null): open is { call: number } {
  return typeof open === "object" && open !== null;
}

function event(data: { type: string } & JsonObject): SseEvent {
  return { event: data.type, data: JSON.stringify(data) };
}
