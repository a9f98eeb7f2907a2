import { divideRounded } from "./round.ts";

/** What one model of one provider was used and what it cost, in a window of 28 days. Tokens of all classes together. */
export interface TargetUse {
  tokens: { before: bigint; now: bigint };
  nanos: { before: bigint; now: bigint };
}

export interface ChangeSplit {
  volumeNanos: bigint;
  priceNanos: bigint;
  mixNanos: bigint;
}

/**
 * Why an amount changed (B2), nano-USD × `factor`: **volume** Δq · p₀, what the change of tokens costs at the old average
 * price; **price** Σ Δp · q₁ over the models used in both windows, what their own prices changed; **mix** the rest, other
 * models and another balance between them. Volume and price are each rounded once, half to even, after they are summed;
 * mix takes what that leaves, so the three are the difference exactly.
 * Without tokens before there is no old price: all of it is mix. A model without tokens in a window has no price there. A model that two providers offer is two: the same tokens from the cheaper one are mix, no change of a price.
 */
export function splitChange(uses: readonly TargetUse[], factor: bigint): ChangeSplit {
  const sum = { q0: 0n, q1: 0n, c0: 0n, c1: 0n };
  for (const { tokens, nanos } of uses) {
    sum.q0 += tokens.before;
    sum.q1 += tokens.now;
    sum.c0 += nanos.before;
    sum.c1 += nanos.now;
  }
  const volumeNanos = sum.q0 === 0n ? 0n : divideRounded(factor * (sum.q1 - sum.q0) * sum.c0, sum.q0);
  const priceNanos = priceEffect(uses, factor);
  return { volumeNanos, priceNanos, mixNanos: factor * (sum.c1 - sum.c0) - volumeNanos - priceNanos };
}

/** Δp · q₁ = c₁ − c₀ · q₁ ÷ q₀, with 12 more digits than nano-USD until the sum is rounded. */
function priceEffect(uses: readonly TargetUse[], factor: bigint): bigint {
  const scale = 10n ** 12n;
  const scaled = uses.reduce((sum, { tokens, nanos }) => {
    if (tokens.before === 0n || tokens.now === 0n) return sum;
    return sum + scale * nanos.now - divideRounded(scale * nanos.before * tokens.now, tokens.before);
  }, 0n);
  return divideRounded(factor * scaled, scale);
}
