import { createHash } from "node:crypto";

/** Deterministic numbers for one (seed, text): mulberry32 over a SHA-256 prefix. Each call gives [0, 1). */
export function seededRandom(seed: number, text: string): () => number {
  let state = createHash("sha256").update(`${seed}|${text}`).digest().readUInt32LE(0);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
