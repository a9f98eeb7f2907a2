import type { Endpoint } from "../exchange.ts";
import { openAiCalls } from "../openai/endpoints.ts";
import { type LocalPersona, localDialect } from "./dialect.ts";
import { llamaCppEndpoints } from "./llamacpp.ts";
import { ollamaEndpoints } from "./ollama.ts";
import { vllmEndpoints } from "./vllm.ts";

/** Everything one local server answers: OpenAI's calls, and its own ways to say what it has. */
export function localEndpoints(persona: LocalPersona): Endpoint[] {
  const dialect = localDialect(persona);
  if (persona === "ollama")
    return [...openAiCalls({ dialect, thoughtField: "reasoning" }), ...ollamaEndpoints(dialect)];
  const calls = openAiCalls({ dialect, thoughtField: "reasoning_content" });
  return [...calls, ...(persona === "llamacpp" ? llamaCppEndpoints(dialect) : vllmEndpoints(dialect))];
}
