import { BoundedList } from "./bounded-list.ts";
import type { LedgerRow, RequestRow } from "./ledger.ts";
import { ModelList } from "./model-list.ts";
import { ResponseStore } from "./openai/response-store.ts";
import { PrefixCache } from "./prefix-cache.ts";
import { Script } from "./script.ts";

/** What the process plays: every cloud provider at once, or one local server. */
export const personas = ["cloud", "ollama", "llamacpp", "vllm"] as const;
export type Persona = (typeof personas)[number];

export type ProviderOptions = {
  /** Same seed and request, same answer. */
  seed: number;
  /** Names to serve besides the practice models. */
  models?: readonly string[];
  persona?: Persona;
  /** Longer prompts are refused as too long for the model; null: never. Local servers have 8192 unless told. */
  contextTokens?: number | null;
};

/** All that a running provider remembers. Everything in it is bounded. */
export type World = {
  seed: number;
  persona: Persona;
  contextTokens: number | null;
  models: ModelList;
  cache: PrefixCache;
  script: Script;
  responses: ResponseStore;
  ledger: BoundedList<LedgerRow>;
  requests: BoundedList<RequestRow>;
  startedAt: number;
};

export function createWorld(options: ProviderOptions): World {
  const persona = options.persona ?? "cloud";
  return {
    seed: options.seed,
    persona,
    contextTokens: options.contextTokens ?? (persona === "cloud" ? null : 8192),
    models: new ModelList(options.models ?? []),
    cache: new PrefixCache(),
    script: new Script(),
    responses: new ResponseStore(),
    ledger: new BoundedList(10_000),
    requests: new BoundedList(100),
    startedAt: Date.now(),
  };
}
