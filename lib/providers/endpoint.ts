import "server-only";
import { env } from "../env.ts";
import { AppError } from "../errors.ts";
import { type ChannelKind, ProviderKind } from "../protocol/provider-kind.ts";
import { storedModels } from "./models.ts";
import type { Deployment, ProviderEndpoint } from "./schema.ts";

export interface ResolvedEndpoint {
  kind: ProviderKind;
  baseUrl: string;
  /** Empty for a local server without one. */
  apiKey: string;
  channel: ChannelKind;
  apiVersion: string | null;
  /** Of Azure OpenAI, which does not list them. */
  deployments: Deployment[];
}

const practiceKey = "practice-console";
const none = { apiVersion: null, deployments: [] };

/** Fills in what the kind implies. Throws not_available when this console runs without the practice provider. */
export function resolveEndpoint(endpoint: ProviderEndpoint, channel: ChannelKind | undefined): ResolvedEndpoint {
  switch (endpoint.kind) {
    case "practice": {
      const baseUrl = env().PRACTICE_URL;
      if (baseUrl === undefined) throw new AppError("not_available", "The practice provider is not running here.");
      return { ...none, kind: "practice", baseUrl, apiKey: practiceKey, channel: "local" };
    }
    case "openai":
      return { ...none, ...endpoint, baseUrl: "https://api.openai.com/v1", channel: "direct" };
    case "openai_compatible":
      return { ...none, ...endpoint, channel: channel ?? "direct" };
    case "azure_openai":
      return { ...endpoint, channel: "cloud" };
    case "anthropic":
      return { ...none, ...endpoint, baseUrl: endpoint.baseUrl ?? "https://api.anthropic.com", channel: "direct" };
    case "gemini":
      return {
        ...none,
        ...endpoint,
        baseUrl: endpoint.baseUrl ?? "https://generativelanguage.googleapis.com",
        channel: "direct",
      };
    case "local":
      return { ...none, ...endpoint, apiKey: endpoint.apiKey ?? "", channel: "local" };
  }
}

type Row = { kind: string; baseUrl: string; channel: ChannelKind; apiVersion: string | null; models: unknown };

/** The endpoint of a connection as it is stored, with a key for it. */
export function storedEndpoint({ kind, baseUrl, channel, apiVersion, models }: Row, apiKey: string): ResolvedEndpoint {
  const deployments = storedModels(models).flatMap(({ id, basedOn }) => (basedOn === null ? [] : [{ id, basedOn }]));
  return { kind: ProviderKind.parse(kind), baseUrl, channel, apiVersion, apiKey, deployments };
}
