import { ceilDiv, maxNanos } from "../money.ts";
import type { Price, PriceTier } from "../protocol/config.ts";
import type { Tokens } from "../protocol/usage.ts";

const MILLION = 1_000_000n;

/** The tier for a whole request: the last one whose threshold the input (cached part included) exceeds. */
function tierFor(price: Price, inputTokens: number): PriceTier {
  const tier = price.tiers.findLast((row) => inputTokens > row.aboveInputTokens) ?? price.tiers[0];
  if (!tier) throw new Error("a price has at least one tier");
  return tier;
}

/**
 * Cost in nano-USD of one call, rounded up once over the sum. Reasoning tokens are billed as output
 * (OpenAI and its kin count them inside `completion_tokens`).
 */
export function costNanos(price: Price, tokens: Tokens): bigint {
  const tier = tierFor(price, tokens.input + tokens.cacheRead);
  const sum =
    BigInt(tokens.input) * tier.inputNanosPerMillion +
    BigInt(tokens.cacheRead) * tier.cacheReadNanosPerMillion +
    BigInt(tokens.output + tokens.reasoning) * tier.outputNanosPerMillion;
  return ceilDiv(sum, MILLION);
}

/**
 * The most a call can cost when its input has at most `inputBound` tokens and its output at most `outputBound`:
 * the dearest tier that the bound can reach, no cache discount. Never below `costNanos` of any such call.
 */
export function upperBoundNanos(price: Price, inputBound: number, outputBound: number): bigint {
  let worst = 0n;
  for (const [index, tier] of price.tiers.entries()) {
    if (index > 0 && inputBound <= tier.aboveInputTokens) continue;
    const inputRate = maxNanos(tier.inputNanosPerMillion, tier.cacheReadNanosPerMillion);
    const bound = ceilDiv(BigInt(inputBound) * inputRate + BigInt(outputBound) * tier.outputNanosPerMillion, MILLION);
    worst = maxNanos(worst, bound);
  }
  return worst;
}
