/**
 * What is spoken there. `practice` and `openai_compatible` speak OpenAI's API under `{baseUrl}/chat/completions`;
 * `local` does too, on the box's own network, and its models are found by the box itself.
 */
export const providerKinds = [
  "practice",
  "openai",
  "openai_compatible",
  "azure_openai",
  "anthropic",
  "gemini",
  "local",
] as const;

export const channels = ["direct", "cloud", "middleware", "local"] as const;
