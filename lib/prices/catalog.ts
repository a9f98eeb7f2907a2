import "server-only";
import { createHash } from "node:crypto";
import { calcPrice } from "@pydantic/genai-prices";
import canonicalize from "canonicalize";
import { z } from "zod";
import { stringifyWire } from "../money.ts";
import type { Price, PriceTier, ProviderKind, ProviderModel } from "../protocol/config.ts";

/**
 * Prices come from the book that @pydantic/genai-prices ships (USD per million tokens, tiers on the whole request);
 * the practice provider's are ours. Converted once to integer nano-USD per million tokens.
 */
const Rate = z.union([
  z.number(),
  z.object({ base: z.number(), tiers: z.array(z.object({ start: z.number(), price: z.number() })) }),
]);
const BookEntry = z.object({
  input_mtok: Rate.optional(),
  cache_read_mtok: Rate.optional(),
  output_mtok: Rate.optional(),
  requests_kcount: z.number().optional(),
});

const practiceUsdPerMillion: Record<string, { input: number; cacheRead: number; output: number }> = {
  "practice-small": { input: 0.4, cacheRead: 0.1, output: 1.6 },
  "practice-large": { input: 2.5, cacheRead: 0.625, output: 10 },
  "practice-reasoner": { input: 5, cacheRead: 0.5, output: 30 },
};
const practiceMaxOutputTokens = 4096;

function nanosPerMillion(usd: number): bigint {
  return BigInt(Math.round(usd * 1e9));
}

/** The hash names the price on every usage event, so that a cost can always be recomputed. */
export function priceOf(tiers: PriceTier[]): Price {
  const text = canonicalize(JSON.parse(stringifyWire(tiers))) ?? "";
  return { hash: createHash("sha256").update(text).digest("hex"), tiers };
}

function rateAt(rate: z.infer<typeof Rate>, inputTokens: number): number {
  if (typeof rate === "number") return rate;
  return rate.tiers.findLast((tier) => inputTokens > tier.start)?.price ?? rate.base;
}

/** Null when the book has no price, or one this console cannot bound (no input or output rate, a fee per request). */
export function bookPrice(model: string, baseUrl: string, at: Date): Price | null {
  const found = calcPrice({ input_tokens: 1, output_tokens: 1 }, model, { providerApiUrl: baseUrl, timestamp: at });
  const entry = BookEntry.safeParse(found?.model_price);
  if (!entry.success || entry.data.input_mtok === undefined || entry.data.output_mtok === undefined) return null;
  if (entry.data.requests_kcount !== undefined) return null;
  const { input_mtok: input, output_mtok: output } = entry.data;
  const cacheRead = entry.data.cache_read_mtok ?? input;
  const starts = [input, output, cacheRead].flatMap((rate) =>
    typeof rate === "number" ? [] : rate.tiers.map((tier) => tier.start),
  );
  const thresholds = [0, ...new Set(starts.toSorted((a, b) => a - b))];
  return priceOf(
    thresholds.map((aboveInputTokens) => ({
      aboveInputTokens,
      inputNanosPerMillion: nanosPerMillion(rateAt(input, aboveInputTokens + 1)),
      cacheReadNanosPerMillion: nanosPerMillion(rateAt(cacheRead, aboveInputTokens + 1)),
      outputNanosPerMillion: nanosPerMillion(rateAt(output, aboveInputTokens + 1)),
    })),
  );
}

function practicePrice(model: string): Price | null {
  const usd = practiceUsdPerMillion[model];
  if (!usd) return null;
  return priceOf([
    {
      aboveInputTokens: 0,
      inputNanosPerMillion: nanosPerMillion(usd.input),
      cacheReadNanosPerMillion: nanosPerMillion(usd.cacheRead),
      outputNanosPerMillion: nanosPerMillion(usd.output),
    },
  ]);
}

/** A model as the console offers it: with its price, or with null for a person to fill in. */
export function catalogModel(kind: ProviderKind, baseUrl: string, id: string, at: Date): ProviderModel {
  if (kind === "practice") return { id, price: practicePrice(id), maxOutputTokens: practiceMaxOutputTokens };
  return { id, price: bookPrice(id, baseUrl, at), maxOutputTokens: null };
}
