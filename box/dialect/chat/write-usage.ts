import { inputTokensOf, outputTokensOf } from "../../../lib/prices/cost.ts";
import type { JsonObject } from "../dialect.ts";
import type { Metered } from "../usage/metered.ts";

/** OpenAI's `usage` ("The chat completion object"): totals that contain what the details name. */
export function writeChatUsage({ tokens }: Metered): JsonObject {
  const prompt = inputTokensOf(tokens);
  const completion = outputTokensOf(tokens);
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: {
      cached_tokens: tokens.cacheRead,
      cache_write_tokens: tokens.cacheWrite5m + tokens.cacheWrite1h,
      audio_tokens: tokens.audioInput,
    },
    completion_tokens_details: { reasoning_tokens: tokens.reasoning, audio_tokens: tokens.audioOutput },
  };
}
