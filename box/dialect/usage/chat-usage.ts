import { z } from "zod";
import { Count } from "../../../lib/protocol/scalars.ts";
import { noTokens, type Tokens } from "../../../lib/protocol/usage.ts";
import type { Metered } from "./metered.ts";

const CountOrNone = Count.nullish();

const ChatUsage = z.looseObject({
  prompt_tokens: Count,
  completion_tokens: Count,
  total_tokens: CountOrNone,
  prompt_tokens_details: z
    .looseObject({
      cached_tokens: CountOrNone,
      audio_tokens: CountOrNone,
      /** OpenAI and OpenRouter. */
      cache_write_tokens: CountOrNone,
      /** DashScope. */
      cache_creation_input_tokens: CountOrNone,
    })
    .nullish(),
  completion_tokens_details: z
    .looseObject({ reasoning_tokens: CountOrNone, audio_tokens: CountOrNone, image_tokens: CountOrNone })
    .nullish(),
  /** DeepSeek's older name for cached tokens. */
  prompt_cache_hit_tokens: CountOrNone,
  /** Perplexity. */
  num_search_queries: CountOrNone,
});

/**
 * `usage` of Chat Completions (OpenAI API reference, "The chat completion object") as disjoint buckets; null when there
 * is none or it makes no sense. OpenAI counts reasoning inside completion_tokens; xAI and Gemini's compatible API count
 * it beside them.
 */
export function chatUsage(usage: unknown): Metered | null {
  const parsed = ChatUsage.safeParse(usage);
  if (!parsed.success) return null;
  const { prompt_tokens: prompt, completion_tokens: completion, total_tokens: total, ...rest } = parsed.data;
  const asked = rest.prompt_tokens_details;
  const given = rest.completion_tokens_details;
  const reasoning = given?.reasoning_tokens ?? 0;
  const isBeside = reasoning > completion || (reasoning > 0 && total === prompt + completion + reasoning);
  const input = splitInput(prompt, {
    cacheRead: asked?.cached_tokens ?? rest.prompt_cache_hit_tokens ?? 0,
    cacheWrite5m: asked?.cache_write_tokens ?? asked?.cache_creation_input_tokens ?? 0,
    cacheWrite1h: 0,
    audioInput: asked?.audio_tokens ?? 0,
  });
  const spoken = isBeside ? completion : completion - reasoning;
  const audioOutput = Math.min(spoken, given?.audio_tokens ?? 0);
  const imageOutput = Math.min(spoken - audioOutput, given?.image_tokens ?? 0);
  const output = spoken - audioOutput - imageOutput;
  return {
    tokens: { ...input, output, reasoning, audioOutput, imageOutput },
    webSearches: rest.num_search_queries ?? 0,
  };
}

type InputTokens = Pick<Tokens, "input" | "cacheRead" | "cacheWrite5m" | "cacheWrite1h" | "audioInput">;

/** Takes the special kinds out of an inclusive total; together they are never more than it. */
export function splitInput(total: number, kinds: Omit<InputTokens, "input">): InputTokens {
  const cacheRead = Math.min(total, kinds.cacheRead);
  const cacheWrite1h = Math.min(total - cacheRead, kinds.cacheWrite1h);
  const cacheWrite5m = Math.min(total - cacheRead - cacheWrite1h, kinds.cacheWrite5m);
  const audioInput = Math.min(total - cacheRead - cacheWrite1h - cacheWrite5m, kinds.audioInput);
  const input = total - cacheRead - cacheWrite1h - cacheWrite5m - audioInput;
  return { input, cacheRead, cacheWrite5m, cacheWrite1h, audioInput };
}

const EmbeddingsUsage = z.looseObject({ prompt_tokens: Count.nullish(), total_tokens: Count.nullish() });

/** `usage` of Embeddings: input only. Some compatible servers give the total alone. */
export function embeddingsUsage(usage: unknown): Metered | null {
  const parsed = EmbeddingsUsage.safeParse(usage);
  const input = parsed.data?.prompt_tokens ?? parsed.data?.total_tokens ?? null;
  return input === null ? null : { tokens: { ...noTokens, input }, webSearches: 0 };
}
