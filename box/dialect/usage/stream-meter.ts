import type { SseEvent } from "../dialect.ts";
import { readUpstreamError } from "../errors.ts";
import { isObject } from "../exact-json.ts";
import { chatUsage } from "./chat-usage.ts";
import { geminiUsage } from "./gemini-usage.ts";
import { messagesUsage, replaceFigures } from "./messages-usage.ts";
import type { Metered } from "./metered.ts";
import { responsesUsage } from "./responses-usage.ts";

/** What makes an event worth parsing: most of a stream's thousands say nothing about usage, end or error. */
const worthReading = {
  chat: /"usage"|"error"|"finish_reason"\s*:\s*"/,
  responses: /"type"\s*:\s*"(?:response\.(?:completed|incomplete|failed)|error)"/,
  messages: /"type"\s*:\s*"(?:message_start|message_delta|message_stop|error)"/,
  gemini: /"usageMetadata"|"finishReason"|"promptFeedback"|"error"/,
};

/** Reads usage, end and errors out of a stream without changing it. Never throws: what it cannot read says nothing. */
export class StreamMeter {
  readonly #wire: keyof typeof worthReading;
  #usage: Metered | null = null;
  #figures: unknown = null;
  #hasEnded = false;
  #isFinal = false;
  #isDone = false;
  #error: { code: string | null; message: string } | null = null;

  constructor(wire: keyof typeof worthReading) {
    this.#wire = wire;
  }

  feed({ data }: SseEvent): void {
    if (this.#wire === "chat" && data.trim() === "[DONE]") {
      this.#isDone = true;
      this.#isFinal = this.#usage !== null;
      return;
    }
    if (!worthReading[this.#wire].test(data)) return;
    const json = parsed(data);
    if (!isObject(json)) return;
    if (this.#wire === "chat") this.#feedChat(json);
    else if (this.#wire === "responses") this.#feedResponses(json);
    else if (this.#wire === "messages") this.#feedMessages(json);
    else this.#feedGemini(json);
  }

  /** The latest figures. */
  get usage(): Metered | null {
    return this.#usage;
  }

  /** The final usage was seen, not only a running figure. */
  get isFinal(): boolean {
    return this.#isFinal;
  }

  /** The upstream said that it is complete: `[DONE]`, response.completed and its like, message_stop, finishReason. */
  get isDone(): boolean {
    return this.#isDone;
  }

  /** The upstream reported an error inside the stream. */
  get error(): { code: string | null; message: string } | null {
    return this.#error;
  }

  #feedChat(json: Record<string, unknown>): void {
    this.#noteError(json);
    const choices = Array.isArray(json.choices) ? json.choices : [];
    this.#hasEnded ||= choices.some((choice) => isObject(choice) && typeof choice.finish_reason === "string");
    const usage = chatUsage(json.usage);
    if (!usage) return;
    this.#usage = usage;
    // Some servers send running figures with every chunk: those before the last word are not the bill.
    this.#isFinal = this.#hasEnded || choices.length === 0;
  }

  #feedResponses(json: Record<string, unknown>): void {
    if (json.type === "error") {
      this.#noteError(isObject(json.error) ? json : { error: json });
      return;
    }
    this.#isDone = true;
    const response = isObject(json.response) ? json.response : {};
    this.#noteError(response);
    this.#usage = responsesUsage(response) ?? this.#usage;
    this.#isFinal = this.#usage !== null;
  }

  #feedMessages(json: Record<string, unknown>): void {
    if (json.type === "error") this.#noteError(json);
    if (json.type === "message_stop") this.#isDone = true;
    if (json.type === "message_start") this.#figures = isObject(json.message) ? json.message.usage : null;
    if (json.type === "message_delta" && isObject(json.usage)) {
      this.#figures = replaceFigures(this.#figures, json.usage);
      this.#isFinal = messagesUsage(this.#figures) !== null;
    }
    this.#usage = messagesUsage(this.#figures);
  }

  #feedGemini(json: Record<string, unknown>): void {
    this.#noteError(json);
    this.#figures = replaceFigures(this.#figures, json.usageMetadata);
    const candidates = Array.isArray(json.candidates) ? json.candidates : [];
    const isBlocked = isObject(json.promptFeedback) && typeof json.promptFeedback.blockReason === "string";
    if (isBlocked || candidates.some((one) => isObject(one) && typeof one.finishReason === "string")) {
      this.#isDone = true;
    }
    const usage = geminiUsage({ ...json, usageMetadata: this.#figures });
    // Grounding is told once, in any of the chunks.
    if (usage) this.#usage = { ...usage, webSearches: Math.max(usage.webSearches, this.#usage?.webSearches ?? 0) };
    this.#isFinal = this.#isDone && this.#usage !== null;
  }

  #noteError(json: Record<string, unknown>): void {
    if ((json.error ?? null) === null) return;
    const { code, type, message } = readUpstreamError(json) ?? { code: null, type: null, message: "unreadable error" };
    this.#error = { code: code ?? type, message };
  }
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}
