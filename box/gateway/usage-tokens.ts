import { z } from "zod";
import { Count } from "../../lib/protocol/scalars.ts";
import type { Tokens } from "../../lib/protocol/usage.ts";

const UpstreamUsage = z.looseObject({
  prompt_tokens: Count,
  completion_tokens: Count.nullish(),
  total_tokens: Count.nullish(),
  prompt_tokens_details: z.looseObject({ cached_tokens: Count.nullish() }).nullish(),
  completion_tokens_details: z.looseObject({ reasoning_tokens: Count.nullish() }).nullish(),
  /** DeepSeek's older name for cached tokens. */
  prompt_cache_hit_tokens: Count.nullish(),
});

/** OpenAI's `usage` as disjoint buckets; null when there is none or it makes no sense (then the hold is charged). */
export function tokensOf(usage: unknown): Tokens | null {
  const parsed = UpstreamUsage.safeParse(usage);
  if (!parsed.success) return null;
  const { prompt_tokens: prompt, total_tokens: total, ...rest } = parsed.data;
  const completion = rest.completion_tokens ?? 0;
  const cacheRead = Math.min(prompt, rest.prompt_tokens_details?.cached_tokens ?? rest.prompt_cache_hit_tokens ?? 0);
  const reasoning = rest.completion_tokens_details?.reasoning_tokens ?? 0;
  // OpenAI counts reasoning inside completion_tokens; xAI and Gemini's compatible API count it beside them.
  const isBeside = reasoning > completion || (reasoning > 0 && total === prompt + completion + reasoning);
  return { input: prompt - cacheRead, cacheRead, output: isBeside ? completion : completion - reasoning, reasoning };
}
