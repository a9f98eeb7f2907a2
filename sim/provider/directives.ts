/** Faults and shapes a caller can ask for. In a message: `[[sim status=429 retry_after=2]]`; in a header: `x-sim: status=429`. */
export type Directives = {
  /** Answer with this HTTP error instead of a completion. */
  status: number | null;
  /** Seconds, sent as `retry-after` with an error. */
  retryAfter: number | null;
  /** `fail_times=N:STATUS key=…`: the first N calls with that key (default: the model) answer with STATUS. */
  failTimes: { count: number; status: number; key: string | null } | null;
  /** A proxy's 502 page instead of an API's error. */
  htmlError: boolean;
  /** 200 with nothing in it. */
  empty: boolean;
  /** Wait before the status line. */
  delayMs: number;
  /** Wait between the headers and the first byte of the body. */
  firstByteMs: number;
  /** Wait between chunks of a stream. */
  chunkMs: number;
  /** Destroy the socket after this many events of a stream (for a plain answer: after half of the body). */
  cutAfter: number | null;
  /** Send nothing more after this many events (a plain answer: after half of the body); the socket stays open. */
  stallAfter: number | null;
  /** After this many events, one that is not JSON; then the rest. A plain answer is cut in half but ends. */
  malformedAfter: number | null;
  /** After this many events, an error in the dialect's own form, and the end. */
  errorEventAfter: number | null;
  /** Leave out what says that the stream is complete: `[DONE]`, `message_stop`, `response.completed`, the last chunk. */
  noDone: boolean;
  /** Write the body in pieces of this many bytes, also inside a character or between CR and LF. */
  chunkBytes: number | null;
  /** End lines of a stream with CR LF. */
  crlf: boolean;
  /** Exact length of the answer, before max_tokens. */
  tokens: number | null;
  /** Leave `usage` out everywhere. */
  noUsage: boolean;
  /** Ignore max_tokens, as a broken provider would. */
  overshoot: boolean;
  /** Call this tool. */
  tool: string | null;
  /** Call this many of the offered tools. */
  tools: number | null;
  /** Answer with a JSON document. */
  json: boolean;
  /** Prompt tokens to report instead of the counted ones. */
  input: number | null;
  /** Of the prompt: read from a cache; written to one (Anthropic's 5-minute cache); audio. At most the prompt together. */
  cached: number | null;
  cacheWrite: number | null;
  cacheWrite1h: number | null;
  audioIn: number | null;
  /** Of the answer: reasoning and audio tokens, inside max_tokens. */
  reasoning: number | null;
  audioOut: number | null;
  /** Web searches the provider ran. */
  searches: number | null;
  /** The prompt or the answer is filtered; `default` is what the dialect usually does. */
  contentFilter: "default" | "prompt" | "output" | null;
  contextTooLong: boolean;
  refusal: boolean;
};

const pattern = /\[\[sim\b([^\]]*)\]\]/g;

/** The directives of an `x-sim` header, of the last user message and of a script; the later wins. */
export function parseDirectives(header: string, message: string, script = ""): Directives {
  const found = new Map<string, string>();
  for (const text of [header, ...[...message.matchAll(pattern)].map((match) => match[1] ?? ""), script]) {
    for (const word of text.trim().split(/\s+/)) {
      const [name = "", value = "1"] = word.split("=");
      if (name !== "") found.set(name, value);
    }
  }
  const number = (name: string) => wholeNumber(found.get(name));
  const chunkBytes = number("chunk_bytes");
  return {
    status: number("status"),
    retryAfter: number("retry_after"),
    failTimes: failTimes(found.get("fail_times"), found.get("key")),
    htmlError: found.has("html_error"),
    empty: found.has("empty"),
    delayMs: number("delay_ms") ?? 0,
    firstByteMs: number("first_byte_ms") ?? 0,
    chunkMs: number("chunk_ms") ?? 0,
    cutAfter: number("cut_after"),
    stallAfter: number("stall_after"),
    malformedAfter: number("malformed_after"),
    errorEventAfter: number("error_event_after"),
    noDone: found.has("no_done"),
    chunkBytes: chunkBytes === 0 ? null : chunkBytes,
    crlf: found.has("crlf"),
    tokens: number("tokens"),
    noUsage: found.has("no_usage"),
    overshoot: found.has("overshoot"),
    tool: found.get("tool") ?? null,
    tools: number("tools"),
    json: found.has("json"),
    input: number("input"),
    cached: number("cached"),
    cacheWrite: number("cache_write"),
    cacheWrite1h: number("cache_write_1h"),
    audioIn: number("audio_in"),
    reasoning: number("reasoning"),
    audioOut: number("audio_out"),
    searches: number("searches"),
    contentFilter: contentFilter(found.get("content_filter")),
    contextTooLong: found.has("context_too_long"),
    refusal: found.has("refusal"),
  };
}

/** The message as a person would read it. */
export function withoutDirectives(message: string): string {
  return message.replaceAll(pattern, "").trim();
}

function wholeNumber(text: string | undefined): number | null {
  const value = Number(text ?? Number.NaN);
  return Number.isFinite(value) && value >= 0 ? Math.floor(value) : null;
}

function failTimes(text: string | undefined, key: string | undefined): Directives["failTimes"] {
  const [, count, status] = /^(\d+):(\d{3})$/.exec(text ?? "") ?? [];
  return count && status ? { count: Number(count), status: Number(status), key: key ?? null } : null;
}

function contentFilter(text: string | undefined): Directives["contentFilter"] {
  if (text === undefined) return null;
  return text === "prompt" || text === "output" ? text : "default";
}
