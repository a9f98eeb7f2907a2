import type { ChannelKind } from "../protocol/provider-kind.ts";

/** An OpenAI-compatible provider by its brand. Who makes the models it sells bills `direct`, a reseller is `middleware`. */
export interface Preset {
  id: string;
  name: string;
  /** Ends before `/chat/completions`; from the provider's own API reference. */
  baseUrl: string;
  channel: ChannelKind;
  /** Where its keys are made. */
  keysUrl: string;
}

export const presets = [
  {
    id: "deepseek",
    name: "DeepSeek",
    baseUrl: "https://api.deepseek.com/v1",
    channel: "direct",
    keysUrl: "platform.deepseek.com",
  },
  {
    id: "qwen-intl",
    name: "Qwen",
    baseUrl: "https://dashscope-intl.aliyuncs.com/compatible-mode/v1",
    channel: "direct",
    keysUrl: "modelstudio.console.alibabacloud.com",
  },
  {
    id: "qwen-cn",
    name: "Qwen (China)",
    baseUrl: "https://dashscope.aliyuncs.com/compatible-mode/v1",
    channel: "direct",
    keysUrl: "bailian.console.aliyun.com",
  },
  {
    id: "together",
    name: "Together",
    baseUrl: "https://api.together.xyz/v1",
    channel: "middleware",
    keysUrl: "api.together.ai",
  },
  {
    id: "fireworks",
    name: "Fireworks",
    baseUrl: "https://api.fireworks.ai/inference/v1",
    channel: "middleware",
    keysUrl: "app.fireworks.ai",
  },
  {
    id: "mistral",
    name: "Mistral",
    baseUrl: "https://api.mistral.ai/v1",
    channel: "direct",
    keysUrl: "console.mistral.ai",
  },
  {
    id: "groq",
    name: "Groq",
    baseUrl: "https://api.groq.com/openai/v1",
    channel: "middleware",
    keysUrl: "console.groq.com",
  },
  { id: "xai", name: "xAI", baseUrl: "https://api.x.ai/v1", channel: "direct", keysUrl: "console.x.ai" },
  {
    id: "openrouter",
    name: "OpenRouter",
    baseUrl: "https://openrouter.ai/api/v1",
    channel: "middleware",
    keysUrl: "openrouter.ai/keys",
  },
] as const satisfies readonly Preset[];
