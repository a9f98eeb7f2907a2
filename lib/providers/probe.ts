import "server-only";
import { z } from "zod";
import { env } from "../env.ts";
import { AppError } from "../errors.ts";
import { catalogModel } from "../prices/catalog.ts";
import type { ChannelKind, ProviderKind } from "../protocol/config.ts";
import type { ProbeResult, ProviderEndpoint } from "./schema.ts";

export interface ResolvedEndpoint {
  kind: ProviderKind;
  baseUrl: string;
  apiKey: string;
  channel: ChannelKind;
}

const practiceKey = "practice-console";

/** Fills in what the kind implies. Throws not_available when this console runs without the practice provider. */
export function resolveEndpoint(endpoint: ProviderEndpoint, channel: ChannelKind | undefined): ResolvedEndpoint {
  switch (endpoint.kind) {
    case "practice": {
      const baseUrl = env().PRACTICE_URL;
      if (baseUrl === undefined) throw new AppError("not_available", "The practice provider is not running here.");
      return { kind: "practice", baseUrl, apiKey: practiceKey, channel: "local" };
    }
    case "openai":
      return { kind: "openai", baseUrl: "https://api.openai.com/v1", apiKey: endpoint.apiKey, channel: "direct" };
    case "openai_compatible":
      return {
        kind: "openai_compatible",
        baseUrl: endpoint.baseUrl,
        apiKey: endpoint.apiKey,
        channel: channel ?? "direct",
      };
  }
}

const ModelList = z.object({ data: z.array(z.object({ id: z.string().min(1).max(128) })) });
const timeoutMs = 10_000;

/** A live `GET {baseUrl}/models` with the key (OpenAI API reference, "List models"). */
export async function probe({ kind, baseUrl, apiKey }: ResolvedEndpoint): Promise<ProbeResult> {
  const startedAt = performance.now();
  let response: Response;
  try {
    response = await fetch(`${baseUrl}/models`, {
      headers: { authorization: `Bearer ${apiKey}` },
      redirect: "error",
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch {
    return {
      isOk: false,
      code: "unreachable",
      detail: `${new URL(baseUrl).host} did not answer within ${timeoutMs / 1000} s.`,
    };
  }
  const latencyMs = Math.round(performance.now() - startedAt);
  if (response.status === 401 || response.status === 403) {
    return { isOk: false, code: "key_refused", detail: `The provider refused the key (HTTP ${response.status}).` };
  }
  const listed = ModelList.safeParse(await response.json().catch(() => null));
  if (!response.ok || !listed.success) {
    return {
      isOk: false,
      code: "not_openai_compatible",
      detail: `GET /models answered HTTP ${response.status}, not a list of models.`,
    };
  }
  const now = new Date();
  const models = listed.data.data.slice(0, 500).map(({ id }) => catalogModel(kind, baseUrl, id, now));
  return { isOk: true, latencyMs, models };
}
