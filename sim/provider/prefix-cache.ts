import { createHash } from "node:crypto";
import type { CacheMark } from "./call.ts";
import { countTokens, splitUnits } from "./tokens.ts";
import type { CacheHit } from "./usage.ts";

const blockUnits = 99; // 99 units are at least 128 tokens at 1.3 tokens a unit.
const blockTokens = 128;
const mostRemembered = 50_000;

/** Remembers prompt prefixes, per model: in blocks of 128 tokens by itself, or where a caller marked them. */
export class PrefixCache {
  readonly #seen = new Map<string, number>();

  /** Tokens of `text` that an earlier call began with; then remembers `text`. */
  lookUp(model: string, text: string): number {
    const units = splitUnits(text);
    const chain = createHash("sha256").update(model);
    let cachedBlocks = 0;
    for (let block = 0; (block + 1) * blockUnits <= units.length; block++) {
      chain.update(units.slice(block * blockUnits, (block + 1) * blockUnits).join(" "));
      const key = chain.copy().digest("base64");
      if (this.#seen.has(key)) cachedBlocks = block + 1;
      this.#remember(key, Number.POSITIVE_INFINITY);
    }
    return cachedBlocks * blockTokens;
  }

  /**
   * Anthropic's cache: the longest marked prefix that is remembered is read, what lies beyond it up to the other marks
   * is written, each for its own time to live. Reading renews it.
   */
  lookUpMarks(model: string, marks: readonly CacheMark[], nowMs: number): CacheHit {
    const hit = { cached: 0, cacheWrite5m: 0, cacheWrite1h: 0 };
    const known = marks.map((mark) => ({ ...mark, key: keyOf(model, mark.prefix), tokens: countTokens(mark.prefix) }));
    const read = known.findLast(({ key }) => (this.#seen.get(key) ?? 0) > nowMs);
    hit.cached = read?.tokens ?? 0;
    let upTo = hit.cached;
    for (const { key, ttl, tokens } of known) {
      const fresh = Math.max(0, tokens - upTo);
      if (ttl === "1h") hit.cacheWrite1h += fresh;
      else hit.cacheWrite5m += fresh;
      upTo = Math.max(upTo, tokens);
      this.#remember(key, nowMs + (ttl === "1h" ? 3_600_000 : 300_000));
    }
    return hit;
  }

  #remember(key: string, untilMs: number): void {
    this.#seen.delete(key);
    this.#seen.set(key, untilMs);
    const oldest = this.#seen.keys().next();
    if (this.#seen.size > mostRemembered && !oldest.done) this.#seen.delete(oldest.value);
  }
}

function keyOf(model: string, prefix: string): string {
  return createHash("sha256").update(`mark|${model}|${prefix}`).digest("base64");
}
