/**
 * The disjoint kinds of tokens that providers bill at rates of their own. A token counts in exactly one of them: `input`
 * leaves out what was read from or written to a cache and audio, `output` leaves out reasoning, audio and images.
 */
export const tokenBuckets = [
  "input",
  "cacheRead",
  "cacheWrite5m",
  "cacheWrite1h",
  "audioInput",
  "output",
  "reasoning",
  "audioOutput",
  "imageOutput",
] as const;
export type TokenBucket = (typeof tokenBuckets)[number];

/** Buckets of the prompt; the others are produced by the model. */
export const inputBuckets = ["input", "cacheRead", "cacheWrite5m", "cacheWrite1h", "audioInput"] as const;
export const outputBuckets = ["output", "reasoning", "audioOutput", "imageOutput"] as const;
