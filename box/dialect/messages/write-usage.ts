import { outputTokensOf } from "../../../lib/prices/cost.ts";
import type { JsonObject } from "../dialect.ts";
import type { Metered } from "../usage/metered.ts";

/**
 * Anthropic's `usage` ("Create a Message"): what was read from or written to a cache stands beside input_tokens. It
 * cannot be left out, clients add its figures up; where the upstream said nothing it says 0 (nothing is billed by it).
 */
export function writeMessagesUsage(usage: Metered | null): JsonObject {
  const tokens = usage?.tokens;
  const short = tokens?.cacheWrite5m ?? 0;
  const long = tokens?.cacheWrite1h ?? 0;
  return {
    input_tokens: (tokens?.input ?? 0) + (tokens?.audioInput ?? 0),
    cache_creation_input_tokens: short + long,
    cache_read_input_tokens: tokens?.cacheRead ?? 0,
    cache_creation: { ephemeral_5m_input_tokens: short, ephemeral_1h_input_tokens: long },
    output_tokens: tokens ? outputTokensOf(tokens) : 0,
    output_tokens_details: { thinking_tokens: tokens?.reasoning ?? 0 },
    server_tool_use: usage?.webSearches ? { web_search_requests: usage.webSearches, web_fetch_requests: 0 } : null,
  };
}
