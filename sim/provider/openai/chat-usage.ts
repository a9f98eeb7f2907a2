import type { Usage } from "../usage.ts";

/** `CompletionUsage` of OpenAI's chat: cached and audio tokens are part of the prompt's, reasoning of the completion's. */
export function chatUsage({ input, output }: Usage) {
  const completion = output.text + output.reasoning + output.audio;
  return {
    prompt_tokens: input.tokens,
    completion_tokens: completion,
    total_tokens: input.tokens + completion,
    prompt_tokens_details: {
      cached_tokens: input.cached,
      audio_tokens: input.audio,
      // Only models with explicit cache writes report them.
      ...(input.cacheWrite5m + input.cacheWrite1h > 0
        ? { cache_write_tokens: input.cacheWrite5m + input.cacheWrite1h }
        : {}),
    },
    completion_tokens_details: {
      reasoning_tokens: output.reasoning,
      audio_tokens: output.audio,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}
export type ChatUsage = ReturnType<typeof chatUsage>;
