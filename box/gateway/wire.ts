import type { Connection } from "../../lib/protocol/config.ts";
import type { ProviderKind } from "../../lib/protocol/provider-kind.ts";
import type { Translator, UpstreamWire } from "../dialect/dialect.ts";
import { translatorBetween } from "../dialect/translator.ts";
import { openAiBase } from "../local-models/local-url.ts";
import { agentVersion } from "../version.ts";
import type { Api } from "./api.ts";

/** What is spoken with the provider: its own API, or the caller's, passed through. */
export type Wire = Api | UpstreamWire;

const speaks: Record<ProviderKind, readonly Wire[]> = {
  practice: ["chat", "responses", "embeddings"],
  openai: ["chat", "responses", "embeddings"],
  openai_compatible: ["chat", "responses", "embeddings"],
  azure_openai: ["chat", "responses", "embeddings"],
  local: ["chat", "responses", "embeddings"],
  anthropic: ["messages"],
  gemini: ["gemini"],
};

/** How a call of `api` reaches a provider; null when it cannot. `translator` is null where bodies pass through. */
export function wireTo(api: Api, kind: ProviderKind): { wire: Wire; translator: Translator | null } | null {
  const spoken = speaks[kind];
  if (spoken.includes(api)) return { wire: api, translator: null };
  const [own] = spoken;
  if (api === "embeddings" || api === "responses" || !own) return null;
  if (own !== "chat" && own !== "messages" && own !== "gemini") return null;
  const translator = translatorBetween(api, own);
  return translator ? { wire: own, translator } : null;
}

const operations: Record<Exclude<Wire, "messages" | "gemini">, string> = {
  chat: "chat/completions",
  responses: "responses",
  embeddings: "embeddings",
};

/**
 * Where a request goes. Azure OpenAI: "Data plane - inference" (deployment in the path, api-version in the query), or
 * the v1 API, where the deployment is the model. Gemini: "models.generateContent" and "streamGenerateContent".
 */
export function upstreamUrl(connection: Connection, wire: Wire, model: string, isStream: boolean): string {
  const base = connection.baseUrl.replace(/\/+$/, "");
  if (wire === "messages") return `${base}/v1/messages`;
  if (wire === "gemini") {
    const method = isStream ? "streamGenerateContent?alt=sse" : "generateContent";
    return `${base}/v1beta/models/${encodeURIComponent(model)}:${method}`;
  }
  if (connection.kind === "local") return `${openAiBase(base)}/${operations[wire]}`;
  if (connection.kind !== "azure_openai") return `${base}/${operations[wire]}`;
  const version = encodeURIComponent(connection.apiVersion ?? "");
  if (isV1(connection)) return `${base}/openai/v1/${operations[wire]}`;
  if (wire === "responses") return `${base}/openai/responses?api-version=${version}`;
  return `${base}/openai/deployments/${encodeURIComponent(model)}/${operations[wire]}?api-version=${version}`;
}

function isV1({ apiVersion }: Connection): boolean {
  return apiVersion === "v1" || apiVersion === "preview";
}

/** Headers of the caller that mean something to the provider. */
const passedOn: Partial<Record<Wire, readonly string[]>> = {
  chat: ["openai-beta"],
  responses: ["openai-beta"],
  messages: ["anthropic-beta", "anthropic-version"],
};

const anthropicVersion = "2023-06-01";

export function upstreamHeaders(
  { kind }: Connection,
  key: string,
  { wire, isTranslated, caller }: { wire: Wire; isTranslated: boolean; caller: { [name: string]: unknown } },
): Record<string, string> {
  const names = isTranslated ? [] : (passedOn[wire] ?? []);
  const passed = names.flatMap((name) => {
    const value = caller[name];
    return typeof value === "string" ? [[name, value] as const] : [];
  });
  return {
    "content-type": "application/json",
    accept: "application/json, text/event-stream",
    "user-agent": `kaihe-box/${agentVersion}`,
    ...(kind === "anthropic" ? { "anthropic-version": anthropicVersion } : {}),
    ...Object.fromEntries(passed),
    ...keyHeader(kind, key),
  };
}

function keyHeader(kind: ProviderKind, key: string): Record<string, string> {
  if (kind === "azure_openai") return { "api-key": key };
  if (kind === "anthropic") return { "x-api-key": key };
  if (kind === "gemini") return { "x-goog-api-key": key };
  return key === "" ? {} : { authorization: `Bearer ${key}` };
}
