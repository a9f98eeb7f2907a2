import type { UsageEvent } from "../../lib/protocol/usage.ts";
import type { ReplySink } from "./reply-sink.ts";

/** A whole answer as the caller got it. */
type Answer = { contentType: string; body: Buffer; target: string };
export type CachedAnswer = Answer & { event: UsageEvent; expiresAtMs: number };

const mostBytes = 64 * 1024 * 1024;
const longestAnswer = 1024 * 1024;

/** Answers by request, in memory, the least recently used leaving first; gone after a restart. */
export class AnswerCache {
  readonly #answers = new Map<string, CachedAnswer>();
  #bytes = 0;

  find(key: string, nowMs: number): CachedAnswer | null {
    const found = this.#answers.get(key);
    if (!found) return null;
    this.#drop(key);
    if (found.expiresAtMs <= nowMs) return null;
    this.#put(key, found);
    return found;
  }

  keep(key: string, answer: CachedAnswer): void {
    this.#drop(key);
    this.#put(key, answer);
    for (const oldest of this.#answers.keys()) {
      if (this.#bytes <= mostBytes) return;
      this.#drop(oldest);
    }
  }

  #put(key: string, answer: CachedAnswer): void {
    this.#answers.set(key, answer);
    this.#bytes += answer.body.length;
  }

  #drop(key: string): void {
    this.#bytes -= this.#answers.get(key)?.body.length ?? 0;
    this.#answers.delete(key);
  }
}

type Tee = {
  sink: ReplySink;
  /** The whole answer, if it is a good one of at most 1 MB. */
  taken: () => Answer | null;
  /** The first megabyte of whatever passed. */
  copied: () => string;
};

/** Passes everything on and keeps a copy. */
export function teeSink(inner: ReplySink): Tee {
  const parts: Buffer[] = [];
  let size = 0;
  let head: { contentType: string; target: string } | null = null;
  let hasEnded = false;
  const take = (data: string | Buffer) => {
    const bytes = Buffer.from(data);
    size += bytes.length;
    if (size <= longestAnswer) parts.push(bytes);
  };
  const sink: ReplySink = {
    gone: inner.gone,
    get hasBegun() {
      return inner.hasBegun;
    },
    begin: (status, headers) => {
      const { "content-type": contentType = "", "x-kaihe-target": target = "" } = headers;
      head = status === 200 ? { contentType, target } : null;
      inner.begin(status, headers);
    },
    write: (text) => {
      take(text);
      return inner.write(text);
    },
    end: (last) => {
      take(last);
      hasEnded = true;
      inner.end(last);
    },
  };
  const taken = () => (head && hasEnded && size <= longestAnswer ? { ...head, body: Buffer.concat(parts) } : null);
  return { sink, taken, copied: () => Buffer.concat(parts).toString("utf8") };
}
