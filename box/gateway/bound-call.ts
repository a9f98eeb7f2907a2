import { maxNanos } from "../../lib/money.ts";
import { pricesBetween, type UsageBound, upperBoundNanos } from "../../lib/prices/cost.ts";
import type { ProviderModel } from "../../lib/protocol/config.ts";
import type { ProviderKind } from "../../lib/protocol/provider-kind.ts";
import type { TokenBucket } from "../../lib/protocol/token-buckets.ts";
import type { CallShape } from "./shape/call-shape.ts";

/**
 * The most tokens one image can be, from the vendors' vision guides: OpenAI's worst is gpt-4o-mini in high detail (2,833
 * + 5,667 for each of at most 8 tiles); Anthropic scales images down to at most 4,784. Nobody else gives a limit.
 */
const imageTokens: Partial<Record<ProviderKind, number>> = {
  practice: 50_000,
  openai: 50_000,
  azure_openai: 50_000,
  anthropic: 5_000,
};

/**
 * Anthropic puts a system prompt of its own before calls with tools (at most 530 tokens, "Tool use", pricing) or with a
 * format for the answer, and bills it.
 */
const hiddenPromptTokens = 1_000;

/** A provider may bill by when a call ended; none is let run for longer. */
const longestCallMs = 3_600_000;

/**
 * How much a call can use at most; null when its images have no limit there. Tokens are at least a byte each in every
 * byte-level encoding; the constants cover what chat templates add. `bodyBytes`: of what is sent to the provider.
 */
export function usageBound(
  bodyBytes: number,
  shape: CallShape,
  { kind, outputTokens }: { kind: ProviderKind; outputTokens: number },
): UsageBound | null {
  const perImage = shape.images === 0 ? 0 : imageTokens[kind];
  if (perImage === undefined) return null;
  const textBytes = Math.max(0, bodyBytes - shape.imageBytes);
  const hidden = kind === "anthropic" && (shape.tools > 0 || shape.needsJson) ? hiddenPromptTokens : 0;
  const inputTokens = textBytes + 64 + hidden + 16 * shape.messages + 32 * shape.tools + shape.images * perImage;
  return { inputTokens, outputTokens, webSearches: 0 };
}

/** Output tokens of all choices together; null when neither the caller nor the model sets a limit. */
export function outputBound(shape: CallShape, maxOutputTokens: number | null): number | null {
  const perChoice = shape.outputLimit ?? maxOutputTokens;
  return perChoice === null ? null : (perChoice + shape.predictionBytes) * shape.choices;
}

/**
 * The most the call can cost at any price that may be in force while it runs. Anthropic writes to its cache only where
 * the request says `cache_control`; others may do so by themselves.
 */
export function boundNanos(
  model: ProviderModel,
  bound: UsageBound,
  { nowMs, kind, bodyText }: { nowMs: number; kind: ProviderKind; bodyText: string },
): bigint {
  const impossible = new Set<TokenBucket>(["audioInput", "audioOutput", "imageOutput"]);
  if (kind === "anthropic" && !bodyText.includes('"cache_control"')) impossible.add("cacheWrite5m").add("cacheWrite1h");
  else if (kind === "anthropic" && !bodyText.includes('"1h"')) impossible.add("cacheWrite1h");
  return pricesBetween(model.prices, nowMs, nowMs + longestCallMs).reduce(
    (most, price) => maxNanos(most, upperBoundNanos(price, bound, impossible)),
    0n,
  );
}

/** Whether everything about the model is free, so that no limit is needed. */
export function isFree(model: ProviderModel): boolean {
  return (
    model.prices.length > 0 &&
    model.prices.every(
      ({ price }) =>
        price.requestNanos === 0n &&
        price.webSearchNanos === 0n &&
        price.tiers.every(({ rates }) => Object.values(rates).every((rate) => rate === 0n)),
    )
  );
}
