import { createParser } from "eventsource-parser";
import type { SseEvent } from "../dialect/dialect.ts";
import type { StreamCodec } from "./stream-codec.ts";

/** A provider's event stream, read chunk by chunk as text for the caller. */
export class AnswerStream {
  readonly codec: StreamCodec;
  readonly #chunks: AsyncIterator<Uint8Array>;
  readonly #decoder = new TextDecoder();
  readonly #parser;
  #out = "";
  #hasBegun = false;
  #hasEnded = false;

  constructor(body: AsyncIterable<Uint8Array>, codec: StreamCodec) {
    this.codec = codec;
    this.#chunks = body[Symbol.asyncIterator]();
    this.#parser = createParser({
      onEvent: ({ event, data }) => {
        // After its end a stream says nothing more.
        if (codec.isDone) return;
        const text = codec.feed({ event, data }).map(sseText).join("");
        this.#hasBegun ||= text !== "";
        this.#out += text;
      },
      onComment: (comment) => {
        this.#out += `:${comment}\n\n`;
      },
    });
  }

  /**
   * The next text for the caller; null when nothing more comes. Throws what breaks the stream off. Comments before the
   * first event wait for it: OpenRouter sends them while it is still looking for somebody to answer.
   */
  async next(): Promise<string | null> {
    while (!this.#hasEnded && !this.codec.isDone) {
      const { done, value } = await this.#chunks.next();
      if (done) {
        this.#hasEnded = true;
        this.#parser.feed(this.#decoder.decode());
      } else {
        this.#parser.feed(this.#decoder.decode(value, { stream: true }));
      }
      if (this.#hasBegun && this.#out !== "") {
        const out = this.#out;
        this.#out = "";
        return out;
      }
    }
    if (!this.#hasEnded) void this.#readRest();
    return null;
  }

  /**
   * Whether the provider came to its end. Some compatible servers close without `[DONE]`; after the final usage nothing
   * can follow, so that is an end too.
   */
  get isComplete(): boolean {
    const { meter, isDone } = this.codec;
    return meter.error === null && (isDone || (this.#hasEnded && meter.isFinal));
  }

  /** Leaving early would throw the provider's connection away. */
  async #readRest(): Promise<void> {
    this.#hasEnded = true;
    try {
      while (!(await this.#chunks.next()).done);
    } catch {
      // The answer was complete before.
    }
  }
}

export function sseText({ event, data }: SseEvent): string {
  const name = event === undefined ? "" : `event: ${event}\n`;
  if (!data.includes("\n")) return `${name}data: ${data}\n\n`;
  return `${name}${data
    .split("\n")
    .map((line) => `data: ${line}\n`)
    .join("")}\n`;
}
