import { z } from "zod";
import { Count } from "../../../lib/protocol/scalars.ts";
import { splitInput } from "./chat-usage.ts";
import type { Metered } from "./metered.ts";

const ResponsesUsage = z.looseObject({
  input_tokens: Count,
  output_tokens: Count,
  input_tokens_details: z
    .looseObject({
      cached_tokens: Count.nullish(),
      cache_write_tokens: Count.nullish(),
      cache_write_tokens_details: z.looseObject({ ttl_12h_tokens: Count.nullish() }).nullish(),
    })
    .nullish(),
  output_tokens_details: z.looseObject({ reasoning_tokens: Count.nullish() }).nullish(),
});
const Response = z.looseObject({ output: z.array(z.unknown()).nullish(), usage: z.unknown() });
const WebSearchCall = z.looseObject({ type: z.literal("web_search_call") });

/**
 * Usage of a whole Responses object (OpenAI API reference, "The response object"). Its cache writes live for 30 minutes
 * or 12 hours: the long ones take the bucket of long writes.
 */
export function responsesUsage(response: unknown): Metered | null {
  const whole = Response.safeParse(response);
  const usage = ResponsesUsage.safeParse(whole.data?.usage);
  if (!whole.success || !usage.success) return null;
  const { input_tokens: total, output_tokens: produced, input_tokens_details: asked } = usage.data;
  const reasoning = Math.min(produced, usage.data.output_tokens_details?.reasoning_tokens ?? 0);
  const written = asked?.cache_write_tokens ?? 0;
  const writtenLong = Math.min(written, asked?.cache_write_tokens_details?.ttl_12h_tokens ?? 0);
  const input = splitInput(total, {
    cacheRead: asked?.cached_tokens ?? 0,
    cacheWrite5m: written - writtenLong,
    cacheWrite1h: writtenLong,
    audioInput: 0,
  });
  return {
    tokens: { ...input, output: produced - reasoning, reasoning, audioOutput: 0, imageOutput: 0 },
    webSearches: (whole.data.output ?? []).filter((item) => WebSearchCall.safeParse(item).success).length,
  };
}
