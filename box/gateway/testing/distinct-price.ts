import type { Price } from "../../../lib/protocol/price.ts";

/** Nine rates and two fees that no two sums of confuse: a token in a wrong bucket costs something else. */
export const distinctPrice: Price = {
  hash: "d".repeat(64),
  tiers: [
    {
      aboveInputTokens: 0,
      rates: {
        input: 1_000_003_000_000n,
        cacheRead: 101_000_007_000n,
        cacheWrite5m: 1_250_013_000_000n,
        cacheWrite1h: 2_000_029_000_000n,
        audioInput: 3_000_031_000_000n,
        output: 5_000_041_000_000n,
        reasoning: 7_000_043_000_000n,
        audioOutput: 11_000_053_000_000n,
        imageOutput: 13_000_061_000_000n,
      },
    },
  ],
  requestNanos: 17_000_000n,
  webSearchNanos: 19_000_000_003n,
};
