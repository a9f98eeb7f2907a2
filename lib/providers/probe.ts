import "server-only";
import { AppError } from "../errors.ts";
import type { StoredModel } from "../prices/stored-model.ts";
import type { ResolvedEndpoint } from "./endpoint.ts";
import { listingOf } from "./list-models.ts";
import { shownModel } from "./models.ts";
import type { ProbeResult } from "./schema.ts";

/** A ProbeResult before it is shown. */
export type Probed = { isOk: true; latencyMs: number; models: StoredModel[] } | Extract<ProbeResult, { isOk: false }>;

const timeoutMs = 10_000;

/** A live list of models with the key. A local server is the boxes' to look at, so it is taken as it is. */
export async function probe(endpoint: ResolvedEndpoint): Promise<Probed> {
  if (endpoint.kind === "local") return { isOk: true, latencyMs: 0, models: [] };
  const listing = listingOf(endpoint);
  const startedAt = performance.now();
  let response: Response;
  try {
    response = await fetch(listing.url, {
      headers: listing.headers,
      redirect: "error",
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch {
    const detail = `${new URL(endpoint.baseUrl).host} did not answer within ${timeoutMs / 1000} s.`;
    return { isOk: false, code: "unreachable", detail };
  }
  const latencyMs = Math.round(performance.now() - startedAt);
  const json: unknown = await response.json().catch(() => null);
  if (isKeyRefused(response.status, json)) {
    return { isOk: false, code: "key_refused", detail: `The provider refused the key (HTTP ${response.status}).` };
  }
  const models = response.ok ? listing.read(json) : null;
  if (!models) {
    const detail = `The list of models answered HTTP ${response.status}, not a list of models.`;
    return { isOk: false, code: "unexpected_answer", detail };
  }
  return { isOk: true, latencyMs, models };
}

/** Gemini answers 400 with reason API_KEY_INVALID for a wrong key. */
function isKeyRefused(status: number, json: unknown): boolean {
  return (
    status === 401 || status === 403 || (status === 400 && JSON.stringify(json ?? null).includes("API_KEY_INVALID"))
  );
}

export function shownProbe(probed: Probed): ProbeResult {
  return probed.isOk
    ? { ...probed, models: probed.models.map((model) => shownModel(model, [], { nowMs: Date.now() })) }
    : probed;
}

/** Why a provider is not connected, or its key not replaced. */
export function refusal({ code, detail }: Extract<Probed, { isOk: false }>): AppError {
  return new AppError(code === "key_refused" ? "provider_key_refused" : "provider_unreachable", detail);
}
