import { createParser } from "eventsource-parser";
import type { Tokens } from "../../lib/protocol/usage.ts";
import { tokensOf } from "./usage-tokens.ts";

/**
 * Passes a provider's event stream on, chunk by chunk, while reading its usage. `[DONE]` is not passed on: the caller
 * of this class sends it after the call is settled.
 */
export class SseFilter {
  readonly #parser;
  readonly #keepsUsage: boolean;
  #out = "";
  #tokens: Tokens | null = null;
  #isDone = false;

  /** `keepsUsage`: whether the client asked for the usage chunk itself. */
  constructor(keepsUsage: boolean) {
    this.#keepsUsage = keepsUsage;
    this.#parser = createParser({
      onEvent: ({ event, data }) => this.#onEvent(event, data),
      onComment: (comment) => {
        this.#out += `:${comment}\n\n`;
      },
    });
  }

  /** What the client gets for these bytes; may be empty. */
  feed(text: string): string {
    this.#parser.feed(text);
    const out = this.#out;
    this.#out = "";
    return out;
  }

  /** Usage the provider has reported so far. */
  get tokens(): Tokens | null {
    return this.#tokens;
  }

  /** The provider said `[DONE]`. */
  get isDone(): boolean {
    return this.#isDone;
  }

  #onEvent(event: string | undefined, data: string): void {
    if (data === "[DONE]") {
      this.#isDone = true;
      return;
    }
    // Parsing each of thousands of chunks would be wasted: only those that mention usage can carry it.
    if (data.includes('"usage"') && this.#readUsage(data) && !this.#keepsUsage) return;
    const name = event === undefined ? "" : `event: ${event}\n`;
    this.#out += `${name}${data
      .split("\n")
      .map((line) => `data: ${line}\n`)
      .join("")}\n`;
  }

  /** Notes the usage of a chunk; true when the chunk carries nothing else. */
  #readUsage(data: string): boolean {
    let chunk: unknown;
    try {
      chunk = JSON.parse(data);
    } catch {
      return false;
    }
    if (typeof chunk !== "object" || chunk === null || !("usage" in chunk)) return false;
    const tokens = tokensOf(chunk.usage);
    if (!tokens) return false;
    this.#tokens = tokens;
    return "choices" in chunk && Array.isArray(chunk.choices) && chunk.choices.length === 0;
  }
}
