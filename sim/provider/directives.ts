/** Faults and shapes a caller can ask for. In a message: `[[sim status=429 retry_after=2]]`; in a header: `x-sim: status=429`. */
export type Directives = {
  /** Answer with this HTTP error instead of a completion. */
  status: number | null;
  /** Seconds, sent as `retry-after` with an error. */
  retryAfter: number | null;
  /** Wait before the first byte. */
  delayMs: number;
  /** Wait between chunks of a stream. */
  chunkMs: number;
  /** Destroy the socket after this many chunks (for a plain answer: after half of the body). */
  cutAfter: number | null;
  /** Exact length of the answer, before max_tokens. */
  tokens: number | null;
  /** Leave `usage` out everywhere. */
  noUsage: boolean;
  /** Ignore max_tokens, as a broken provider would. */
  overshoot: boolean;
};

const pattern = /\[\[sim\b([^\]]*)\]\]/g;

/** The directives of an `x-sim` header and of the last user message; the message wins. */
export function parseDirectives(header: string, message: string): Directives {
  const found = new Map<string, string>();
  for (const text of [header, ...[...message.matchAll(pattern)].map((match) => match[1] ?? "")]) {
    for (const word of text.trim().split(/\s+/)) {
      const [name = "", value = "1"] = word.split("=");
      if (name !== "") found.set(name, value);
    }
  }
  const number = (name: string) => {
    const value = Number(found.get(name) ?? Number.NaN);
    return Number.isFinite(value) && value >= 0 ? Math.floor(value) : null;
  };
  return {
    status: number("status"),
    retryAfter: number("retry_after"),
    delayMs: number("delay_ms") ?? 0,
    chunkMs: number("chunk_ms") ?? 0,
    cutAfter: number("cut_after"),
    tokens: number("tokens"),
    noUsage: found.has("no_usage"),
    overshoot: found.has("overshoot"),
  };
}

/** The message as a person would read it. */
export function withoutDirectives(message: string): string {
  return message.replaceAll(pattern, "").trim();
}
