import type { ChannelKind, ProviderKind } from "#lib/protocol/provider-kind.ts";

/** A model as the demo's organization came to use it. `weight` is its share of calls, `daysAgo` days before today. */
export interface SoldModel {
  id: string;
  basedOn?: string;
  weight: (daysAgo: number) => number;
  /** Size of its calls against the others'. */
  size: number;
  /** Its price was so many times today's until so many days ago. */
  cut?: { times: number; daysAgo: number };
}

export interface Seller {
  name: string;
  kind: ProviderKind;
  baseUrl: string;
  channel: ChannelKind;
  models: readonly SoldModel[];
}

/** From `before` to `after`, half-way `daysAgo` days before today, most of it within `width` days on either side. */
const turn =
  (before: number, after: number, { daysAgo, width }: { daysAgo: number; width: number }) =>
  (at: number) =>
    after + (before - after) / (1 + Math.exp(((daysAgo - at) / width) * 2));
/** Nothing before it came. */
const since = (daysAgo: number, weight: number) => (at: number) =>
  at > daysAgo ? 0 : weight * Math.min(1, (daysAgo - at + 2) / 30);
const until = (daysAgo: number, weight: number) => (at: number) => (at > daysAgo ? weight : 0);
const steady = (weight: number) => () => weight;

/**
 * Seven that a company buys from, the practice provider is the eighth: it began on clouds, went over to buying directly, left a
 * reseller three weeks ago, and one of them cut its prices.
 */
export const sellers: readonly Seller[] = [
  {
    name: "OpenAI",
    kind: "openai",
    baseUrl: "https://api.openai.com/v1",
    channel: "direct",
    models: [
      { id: "gpt-5", weight: turn(1, 14, { daysAgo: 150, width: 60 }), size: 1 },
      { id: "gpt-5-mini", weight: turn(1, 16, { daysAgo: 140, width: 60 }), size: 0.9 },
      { id: "gpt-4.1", weight: turn(2, 3, { daysAgo: 150, width: 60 }), size: 0.8 },
      { id: "gpt-4o-mini", weight: turn(6, 4, { daysAgo: 160, width: 80 }), size: 0.7 },
      { id: "o4-mini", weight: since(220, 3), size: 0.8 },
    ],
  },
  {
    name: "Anthropic",
    kind: "anthropic",
    baseUrl: "https://api.anthropic.com",
    channel: "direct",
    models: [
      { id: "claude-sonnet-4-5", weight: turn(1, 12, { daysAgo: 130, width: 60 }), size: 1.2 },
      { id: "claude-haiku-4-5", weight: since(200, 9), size: 0.9 },
      { id: "claude-opus-4-5", weight: since(20, 2.5), size: 1 },
    ],
  },
  {
    name: "Google Gemini",
    kind: "gemini",
    baseUrl: "https://generativelanguage.googleapis.com",
    channel: "direct",
    models: [
      { id: "gemini-2.5-pro", weight: since(260, 5), size: 1.1 },
      { id: "gemini-2.5-flash", weight: since(260, 9), size: 1 },
    ],
  },
  {
    name: "DeepSeek",
    kind: "openai_compatible",
    baseUrl: "https://api.deepseek.com/v1",
    channel: "direct",
    models: [
      { id: "deepseek-chat", weight: steady(8), size: 1.3, cut: { times: 2, daysAgo: 75 } },
      { id: "deepseek-reasoner", weight: steady(4), size: 1.2, cut: { times: 2, daysAgo: 75 } },
    ],
  },
  {
    name: "Azure OpenAI",
    kind: "azure_openai",
    baseUrl: "https://kaihe-demo.openai.azure.com",
    channel: "cloud",
    models: [
      { id: "chat-prod", basedOn: "gpt-4o", weight: turn(22, 5, { daysAgo: 150, width: 70 }), size: 1.1 },
      { id: "agents-prod", basedOn: "gpt-4.1", weight: turn(14, 4, { daysAgo: 150, width: 70 }), size: 1.2 },
    ],
  },
  {
    name: "Amazon Bedrock",
    kind: "openai_compatible",
    baseUrl: "https://bedrock-runtime.us-east-1.amazonaws.com/openai/v1",
    channel: "cloud",
    models: [
      {
        id: "us.anthropic.claude-3-7-sonnet-20250219-v1:0",
        weight: turn(12, 2.5, { daysAgo: 150, width: 70 }),
        size: 1.1,
      },
      { id: "amazon.nova-pro-v1:0", weight: turn(6, 2, { daysAgo: 160, width: 70 }), size: 1 },
    ],
  },
  {
    name: "OpenRouter",
    kind: "openai_compatible",
    baseUrl: "https://openrouter.ai/api/v1",
    channel: "middleware",
    models: [
      { id: "meta-llama/llama-3.3-70b-instruct", weight: until(21, 6), size: 1 },
      { id: "openai/gpt-4o", weight: until(21, 5), size: 0.9 },
    ],
  },
];

/** The one that answers for real: `npm run demo` connects it, the rest only has history. */
export const practice: Seller = {
  name: "Practice",
  kind: "practice",
  baseUrl: "http://127.0.0.1:9/v1",
  channel: "local",
  models: [
    { id: "practice-small", weight: steady(2), size: 0.4 },
    { id: "practice-large", weight: steady(1), size: 0.4 },
  ],
};
