import type { SseEvent, StreamTranslator } from "../dialect/dialect.ts";
import { objectIn } from "../dialect/exact-json.ts";
import { StreamMeter } from "../dialect/usage/stream-meter.ts";
import type { Wire } from "./wire.ts";

/** Turns a provider's events into the caller's and reads what they say about usage. */
export interface StreamCodec {
  readonly meter: StreamMeter;
  /** What the caller gets for one event. Throws MalformedAnswer. */
  feed: (event: SseEvent) => SseEvent[];
  /** The provider said that it is complete. */
  readonly isDone: boolean;
  /** The last events for the caller, held back until the call is settled. */
  end: () => SseEvent[];
  /** An error that the provider reports within its stream reaches the caller as it came. */
  readonly passesErrors: boolean;
}

type StreamWire = Exclude<Wire, "embeddings">;

/** Events that end a stream, by API; chat ends with `[DONE]`. */
const lastEvents: Partial<Record<Wire, readonly string[]>> = {
  responses: ["response.completed", "response.incomplete", "response.failed"],
  messages: ["message_stop"],
};

/** Events go through as they are, but for the usage chunk of a chat whose caller did not ask for it. */
export class PassThroughCodec implements StreamCodec {
  readonly meter: StreamMeter;
  readonly passesErrors = true;
  readonly #wire: StreamWire;
  readonly #keepsUsage: boolean;
  readonly #last: SseEvent[] = [];

  constructor(wire: StreamWire, keepsUsage: boolean) {
    this.meter = new StreamMeter(wire);
    this.#wire = wire;
    this.#keepsUsage = keepsUsage;
  }

  get isDone(): boolean {
    return this.#last.length > 0;
  }

  feed(event: SseEvent): SseEvent[] {
    this.meter.feed(event);
    if (this.#isLast(event)) {
      this.#last.push(event);
      // `response.failed` is the provider's own word for an error: what is held back is told of good ends only.
      return this.meter.error && this.#wire !== "chat" ? [event] : [];
    }
    return this.#wire === "chat" && !this.#keepsUsage ? withoutUsage(event) : [event];
  }

  end(): SseEvent[] {
    return this.#wire === "chat" && this.#last.length === 0 ? [{ data: "[DONE]" }] : this.#last;
  }

  #isLast({ event, data }: SseEvent): boolean {
    if (this.#wire === "chat") return data === "[DONE]";
    const names = lastEvents[this.#wire] ?? [];
    return names.includes(event ?? typeIn(data));
  }
}

/** Events of another API, translated one by one. */
export class TranslatedCodec implements StreamCodec {
  readonly meter: StreamMeter;
  readonly passesErrors = false;
  readonly #translator: StreamTranslator;

  constructor(wire: StreamWire, translator: StreamTranslator) {
    this.meter = new StreamMeter(wire);
    this.#translator = translator;
  }

  get isDone(): boolean {
    return this.#translator.isDone;
  }

  feed(event: SseEvent): SseEvent[] {
    this.meter.feed(event);
    return this.meter.error ? [] : this.#translator.feed(event);
  }

  end(): SseEvent[] {
    return this.#translator.end();
  }
}

/**
 * OpenAI adds `"usage":null` to every chunk and one chunk of nothing but usage when asked for it; a caller who did not
 * ask sees neither.
 */
function withoutUsage(event: SseEvent): SseEvent[] {
  const { data } = event;
  if (!data.includes('"usage"')) return [event];
  const tail = ',"usage":null}';
  if (data.endsWith(tail)) return [{ ...event, data: `${data.slice(0, -tail.length)}}` }];
  const chunk = objectIn(data);
  if (!chunk || !("usage" in chunk)) return [event];
  if (chunk.usage !== null && Array.isArray(chunk.choices) && chunk.choices.length === 0) return [];
  if (chunk.usage !== null) return [event];
  const { usage: _usage, ...rest } = chunk;
  return [{ ...event, data: JSON.stringify(rest) }];
}

function typeIn(data: string): string {
  const type = objectIn(data)?.type;
  return typeof type === "string" ? type : "";
}
