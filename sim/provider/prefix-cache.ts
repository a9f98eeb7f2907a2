import { createHash } from "node:crypto";
import { splitUnits } from "./tokens.ts";

const blockUnits = 99; // 99 units are at least 128 tokens at 1.3 tokens a unit.
const blockTokens = 128;

/** Remembers prompt prefixes in blocks of 128 tokens, as real prompt caches do, per model. */
export class PrefixCache {
  readonly #seen = new Set<string>();

  /** Tokens of `text` that an earlier call began with; then remembers `text`. */
  lookUp(model: string, text: string): number {
    const units = splitUnits(text);
    const chain = createHash("sha256").update(model);
    let cachedBlocks = 0;
    for (let block = 0; (block + 1) * blockUnits <= units.length; block++) {
      chain.update(units.slice(block * blockUnits, (block + 1) * blockUnits).join(" "));
      const key = chain.copy().digest("base64");
      if (this.#seen.has(key)) cachedBlocks = block + 1;
      this.#seen.add(key);
    }
    return cachedBlocks * blockTokens;
  }
}
