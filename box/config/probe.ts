import { request } from "undici";
import type { Connection } from "../../lib/protocol/config.ts";
import { openAiBase } from "../local-models/local-url.ts";

export type ProbeResult = { isHealthy: boolean; detail: string };

const timeoutMs = 5000;

/**
 * Whether a provider is there and takes the key: its list of models. 404 and 405 are fine, not every provider lists its
 * models; 401, 403, a server error or no answer are not. Gemini answers 400 to a wrong key.
 */
export async function probeConnection(connection: Connection, key: string): Promise<ProbeResult> {
  try {
    const { url, headers } = listing(connection, key);
    const response = await request(url, { headers, signal: AbortSignal.timeout(timeoutMs) });
    await response.body.dump();
    const status = response.statusCode;
    const isRefused = status === 401 || status === 403 || (connection.kind === "gemini" && status === 400);
    if (isRefused) return { isHealthy: false, detail: `the key was refused (${status})` };
    if (status >= 500) return { isHealthy: false, detail: `server error ${status}` };
    return { isHealthy: true, detail: `answered ${status}` };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "no answer in 5 s";
    return { isHealthy: false, detail: `not reachable (${code})` };
  }
}

function listing(
  { kind, baseUrl, apiVersion }: Connection,
  key: string,
): { url: string; headers: Record<string, string> } {
  const base = baseUrl.replace(/\/+$/, "");
  switch (kind) {
    case "anthropic":
      return { url: `${base}/v1/models`, headers: { "x-api-key": key, "anthropic-version": "2023-06-01" } };
    case "gemini":
      return { url: `${base}/v1beta/models`, headers: { "x-goog-api-key": key } };
    case "azure_openai": {
      const isV1 = apiVersion === "v1" || apiVersion === "preview";
      const query = `?api-version=${encodeURIComponent(apiVersion ?? "")}`;
      return { url: `${base}/openai/${isV1 ? "v1/models" : `models${query}`}`, headers: { "api-key": key } };
    }
    case "local":
      return { url: `${openAiBase(base)}/models`, headers: bearer(key) };
    default:
      return { url: `${base}/models`, headers: bearer(key) };
  }
}

function bearer(key: string): Record<string, string> {
  return key === "" ? {} : { authorization: `Bearer ${key}` };
}
