export type JsonObject = { readonly [field: string]: unknown };

/** The APIs that upstreams speak: OpenAI Chat Completions, Anthropic Messages, Gemini generateContent (v1beta). */
export type UpstreamWire = "chat" | "messages" | "gemini";
/** The APIs that callers speak to the box, as far as they are translated. */
export type SurfaceWire = "chat" | "messages";

export type SseEvent = { event?: string | undefined; data: string };

/** What the upstream request must say whatever the caller said. */
export type RequestOptions = {
  model: string;
  /** Sets (or lowers) the output limit; null leaves the caller's own. */
  maxOutputTokens: number | null;
  /**
   * Where a `chat` upstream looks for the output limit: OpenAI's reasoning models refuse `max_tokens`, many compatible
   * servers ignore anything else. Default: `max_completion_tokens`.
   */
  limitField?: "max_completion_tokens" | "max_tokens";
};

export type AnswerContext = {
  /** Shown as the answer's id when the upstream has none; ids of tool calls are made from it too. */
  id: string;
  createdAtSeconds: number;
  /** The model named in the answer. */
  model: string;
  /** `chat`: the caller asked for the usage chunk. */
  wantsUsage: boolean;
};

export type StreamTranslator = {
  /** One upstream event becomes events for the caller, in order. Throws MalformedAnswer. */
  feed(event: SseEvent): SseEvent[];
  /** The upstream said that it is complete. */
  readonly isDone: boolean;
  /** The closing events after a complete upstream stream; the last is `[DONE]` or `message_stop`. */
  end(): SseEvent[];
};

export type Translator = {
  /** The upstream's request body. Throws Untranslatable. Gemini's has no model and no `stream`: they are in the URL. */
  request(body: JsonObject, options: RequestOptions): JsonObject;
  /** Throws MalformedAnswer when the upstream's JSON is not what its API says. */
  answer(json: unknown, context: AnswerContext): JsonObject;
  stream(context: AnswerContext): StreamTranslator;
};
