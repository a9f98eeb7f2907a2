import type { SurfaceWire } from "../dialect.ts";

const names = {
  chat: {
    maxOutputTokens: "max_completion_tokens",
    temperature: "temperature",
    topP: "top_p",
    topK: "top_k",
    seed: "seed",
    frequencyPenalty: "frequency_penalty",
    presencePenalty: "presence_penalty",
    stop: "stop",
    choices: "n",
    reasoning: "reasoning_effort",
    format: "response_format",
    isParallel: "parallel_tool_calls",
    toolChoice: "tool_choice",
  },
  messages: {
    maxOutputTokens: "max_tokens",
    temperature: "temperature",
    topP: "top_p",
    topK: "top_k",
    seed: "seed",
    frequencyPenalty: "frequency_penalty",
    presencePenalty: "presence_penalty",
    stop: "stop_sequences",
    choices: "n",
    reasoning: "thinking",
    format: "output_config.format",
    isParallel: "tool_choice.disable_parallel_tool_use",
    toolChoice: "tool_choice",
  },
} as const;

/** What the caller's API calls a part of the neutral request, for refusals. */
export function paramName(surface: SurfaceWire, field: keyof (typeof names)["chat"]): string {
  return names[surface][field];
}
