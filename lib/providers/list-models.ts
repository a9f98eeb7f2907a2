import "server-only";
import { z } from "zod";
import { catalogModel } from "../prices/catalog.ts";
import type { StoredModel } from "../prices/stored-model.ts";
import type { ResolvedEndpoint } from "./endpoint.ts";

/** How a provider lists its models: where, with which headers, and what its answer means. */
export type Listing = {
  url: string;
  headers: Record<string, string>;
  /** Null when the answer is not what this API answers. */
  read: (json: unknown) => StoredModel[] | null;
};

const Id = z.string().min(1).max(128);
const OpenAiList = z.object({ data: z.array(z.object({ id: Id, max_model_len: z.int().positive().optional() })) });
const AnthropicList = z.object({ data: z.array(z.object({ id: Id })) });
const GeminiList = z.object({
  models: z.array(
    z.object({
      name: z.string().min(1).max(160),
      inputTokenLimit: z.int().positive().optional(),
      outputTokenLimit: z.int().positive().optional(),
      supportedGenerationMethods: z.array(z.string()).optional(),
    }),
  ),
});

const most = 500;

/**
 * OpenAI API reference "List models"; Anthropic API reference "List Models"; Gemini API reference "models.list"; Azure
 * OpenAI data plane reference "Models - List", which lists base models, so that the deployments are those a person named.
 */
export function listingOf(endpoint: ResolvedEndpoint): Listing {
  const { kind, baseUrl, apiKey, apiVersion, deployments } = endpoint;
  const offer = (id: string) => catalogModel(endpoint, id);
  switch (kind) {
    case "anthropic":
      return {
        url: `${baseUrl}/v1/models?limit=${most}`,
        headers: { "x-api-key": apiKey, "anthropic-version": "2023-06-01" },
        read: (json) =>
          AnthropicList.safeParse(json)
            .data?.data.slice(0, most)
            .map(({ id }) => offer(id)) ?? null,
      };
    case "gemini":
      return {
        url: `${baseUrl}/v1beta/models?pageSize=${most}`,
        headers: { "x-goog-api-key": apiKey },
        read: (json) => {
          const listed = GeminiList.safeParse(json).data?.models.slice(0, most);
          return listed?.filter(canGenerate).map((model) => geminiModel(model, offer)) ?? null;
        },
      };
    case "azure_openai":
      return {
        url: azureModelsUrl(baseUrl, apiVersion ?? ""),
        headers: { "api-key": apiKey },
        read: (json) =>
          OpenAiList.safeParse(json).success
            ? deployments.map(({ id, basedOn }) => catalogModel(endpoint, id, basedOn))
            : null,
      };
    default:
      return {
        url: `${baseUrl}/models`,
        headers: apiKey === "" ? {} : { authorization: `Bearer ${apiKey}` },
        read: (json) =>
          OpenAiList.safeParse(json)
            .data?.data.slice(0, most)
            .map(({ id, max_model_len: contextTokens }) => ({
              ...offer(id),
              ...(contextTokens ? { contextTokens } : {}),
            })) ?? null,
      };
  }
}

/** The v1 API has no date in its address, and lives beside the dated ones ("Azure OpenAI API version lifecycle"). */
function azureModelsUrl(baseUrl: string, apiVersion: string): string {
  if (apiVersion === "v1") return `${baseUrl}/openai/v1/models`;
  if (apiVersion === "preview") return `${baseUrl}/openai/v1/models?api-version=preview`;
  return `${baseUrl}/openai/models?api-version=${encodeURIComponent(apiVersion)}`;
}

type GeminiListed = z.infer<typeof GeminiList>["models"][number];

function canGenerate({ supportedGenerationMethods: methods }: GeminiListed): boolean {
  return methods === undefined || methods.includes("generateContent");
}

function geminiModel(listed: GeminiListed, offer: (id: string) => StoredModel): StoredModel {
  const model = offer(listed.name.replace(/^models\//, ""));
  const { inputTokenLimit, outputTokenLimit } = listed;
  return {
    ...model,
    ...(outputTokenLimit ? { maxOutputTokens: outputTokenLimit } : {}),
    ...(inputTokenLimit ? { contextTokens: inputTokenLimit + (outputTokenLimit ?? 0) } : {}),
  };
}
