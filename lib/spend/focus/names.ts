import type { ChannelKind, ProviderKind } from "../../protocol/provider-kind.ts";

/** Who sells, runs and bills what a connection calls. */
export interface Parties {
  serviceProvider: string;
  /** Null: not known to be another. */
  host: string | null;
  invoiceIssuer: string;
  service: string;
}

const byKind: Partial<Record<ProviderKind, Parties>> = {
  openai: { serviceProvider: "OpenAI", host: "OpenAI", invoiceIssuer: "OpenAI", service: "OpenAI API" },
  anthropic: { serviceProvider: "Anthropic", host: "Anthropic", invoiceIssuer: "Anthropic", service: "Anthropic API" },
  gemini: { serviceProvider: "Google", host: "Google", invoiceIssuer: "Google", service: "Gemini API" },
  azure_openai: {
    serviceProvider: "Microsoft",
    host: "Microsoft",
    invoiceIssuer: "Microsoft",
    service: "Azure OpenAI",
  },
};

const byHost: readonly { host: RegExp; name: string; service: string }[] = [
  { host: /\.amazonaws\.com$/, name: "AWS", service: "Amazon Bedrock" },
  { host: /(^|\.)deepseek\.com$/, name: "DeepSeek", service: "DeepSeek API" },
  { host: /\.aliyuncs\.com$/, name: "Alibaba Cloud", service: "Model Studio" },
  { host: /(^|\.)openrouter\.ai$/, name: "OpenRouter", service: "OpenRouter" },
  { host: /(^|\.)together\.(xyz|ai)$/, name: "Together AI", service: "Together AI" },
  { host: /(^|\.)fireworks\.ai$/, name: "Fireworks AI", service: "Fireworks AI" },
  { host: /(^|\.)mistral\.ai$/, name: "Mistral AI", service: "Mistral API" },
  { host: /(^|\.)groq\.com$/, name: "Groq", service: "GroqCloud" },
  { host: /(^|\.)googleapis\.com$/, name: "Google", service: "Vertex AI" },
];

/**
 * The parties of a connection by what is known of its address; a place that we do not know is called as people called the
 * connection. Who resells is the seller and the issuer (FOCUS, ServiceProviderName and InvoiceIssuerName); where a reseller
 * runs the model is not known, so there is no host.
 */
export function partiesOf(connection: { kind: string; baseUrl: string; name: string; channel: ChannelKind }): Parties {
  const known = byKind[connection.kind as ProviderKind];
  if (known) return known;
  const host = URL.canParse(connection.baseUrl) ? new URL(connection.baseUrl).hostname : "";
  const place = byHost.find((entry) => entry.host.test(host));
  const name = place?.name ?? connection.name;
  return {
    serviceProvider: name,
    host: connection.channel === "middleware" ? null : name,
    invoiceIssuer: name,
    service: place?.service ?? connection.name,
  };
}

const makers: readonly { model: RegExp; maker: string }[] = [
  { model: /^(gpt|o\d|chatgpt|text-embedding|whisper|dall-e|gpt-oss)/, maker: "OpenAI" },
  { model: /claude/, maker: "Anthropic" },
  { model: /^(gemini|gemma)/, maker: "Google" },
  { model: /llama/, maker: "Meta" },
  { model: /deepseek/, maker: "DeepSeek" },
  { model: /qwen|qwq/, maker: "Alibaba Cloud" },
  { model: /mistral|mixtral|codestral|ministral/, maker: "Mistral AI" },
  { model: /nova|titan/, maker: "Amazon" },
  { model: /grok/, maker: "xAI" },
  { model: /kimi|moonshot/, maker: "Moonshot AI" },
  { model: /glm/, maker: "Zhipu AI" },
  { model: /^practice-/, maker: "Kaihe" },
];

/** Who made a model, by its name without what resellers put in front; null when the name tells nothing. */
export function makerOf(model: string): string | null {
  const bare = (model.split("/").at(-1) ?? model).toLowerCase();
  const plain = bare
    .replace(/^(us|eu|apac|global)\./, "")
    .replace(/^(openai|anthropic|meta|amazon|mistral|deepseek)\./, "");
  return makers.find((entry) => entry.model.test(plain) || entry.model.test(bare))?.maker ?? null;
}
