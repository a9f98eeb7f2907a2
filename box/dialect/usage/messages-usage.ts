import { z } from "zod";
import { Count } from "../../../lib/protocol/scalars.ts";
import { noTokens } from "../../../lib/protocol/usage.ts";
import type { Metered } from "./metered.ts";

const MessagesUsage = z.looseObject({
  input_tokens: Count,
  output_tokens: Count,
  cache_read_input_tokens: Count.nullish(),
  cache_creation_input_tokens: Count.nullish(),
  cache_creation: z
    .looseObject({ ephemeral_5m_input_tokens: Count.nullish(), ephemeral_1h_input_tokens: Count.nullish() })
    .nullish(),
  output_tokens_details: z.looseObject({ thinking_tokens: Count.nullish() }).nullish(),
  server_tool_use: z.looseObject({ web_search_requests: Count.nullish() }).nullish(),
});

/**
 * `usage` of Anthropic Messages (API reference, "Create a Message"). input_tokens leaves cache reads and writes out;
 * output_tokens contains thinking. Without the split by lifetime all cache writes are five-minute ones, the default.
 */
export function messagesUsage(usage: unknown): Metered | null {
  const parsed = MessagesUsage.safeParse(usage);
  if (!parsed.success) return null;
  const { input_tokens: input, output_tokens: produced, cache_creation: split, ...rest } = parsed.data;
  const long = split?.ephemeral_1h_input_tokens ?? 0;
  const written = rest.cache_creation_input_tokens ?? (split?.ephemeral_5m_input_tokens ?? 0) + long;
  const cacheWrite1h = Math.min(written, long);
  const reasoning = Math.min(produced, rest.output_tokens_details?.thinking_tokens ?? 0);
  return {
    tokens: {
      ...noTokens,
      input,
      cacheRead: rest.cache_read_input_tokens ?? 0,
      cacheWrite5m: written - cacheWrite1h,
      cacheWrite1h,
      output: produced - reasoning,
      reasoning,
    },
    webSearches: rest.server_tool_use?.web_search_requests ?? 0,
  };
}

const Figures = z.record(z.string(), z.unknown());

/** A stream's figures so far with those of `message_delta`, which are cumulative and replace what they name. */
export function replaceFigures(earlier: unknown, later: unknown): unknown {
  const before = Figures.safeParse(earlier).data ?? {};
  const named = Object.entries(Figures.safeParse(later).data ?? {}).filter(([, value]) => value !== null);
  return { ...before, ...Object.fromEntries(named) };
}
