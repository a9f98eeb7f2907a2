import { Counter, Gauge, Histogram, Registry } from "prom-client";
import { inputTokensOf, outputTokensOf } from "../../lib/prices/cost.ts";
import type { ProviderKind } from "../../lib/protocol/provider-kind.ts";
import type { UsageEvent } from "../../lib/protocol/usage.ts";

/** Names of well-known providers in OpenTelemetry's `gen_ai.provider.name`. */
const providerNames: Record<ProviderKind, string> = {
  practice: "practice",
  openai: "openai",
  openai_compatible: "openai_compatible",
  azure_openai: "azure.ai.openai",
  anthropic: "anthropic",
  gemini: "gcp.gemini",
  local: "local",
};

const labels = [
  "gen_ai_operation_name",
  "gen_ai_provider_name",
  "gen_ai_request_model",
  "gen_ai_response_model",
] as const;

/**
 * What `/metrics` says. The first three are OpenTelemetry's semantic conventions for generative AI ("GenAI metrics":
 * names, buckets, attributes) in Prometheus' spelling; what they have no name for starts with `kaihe_`.
 */
export class Metrics {
  readonly #registry = new Registry();
  readonly #duration = new Histogram({
    name: "gen_ai_client_operation_duration_seconds",
    help: "Duration of an attempt at a provider.",
    labelNames: [...labels, "error_type"],
    buckets: [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92],
    registers: [this.#registry],
  });
  readonly #firstToken = new Histogram({
    name: "gen_ai_server_time_to_first_token_seconds",
    help: "Time until the first word of an answer.",
    labelNames: labels,
    buckets: [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
    registers: [this.#registry],
  });
  readonly #tokens = new Histogram({
    name: "gen_ai_client_token_usage",
    help: "Tokens of an attempt.",
    labelNames: [...labels, "gen_ai_token_type"],
    buckets: [1, 4, 16, 64, 256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304],
    registers: [this.#registry],
  });
  readonly #cost = new Counter({
    name: "kaihe_cost_usd_total",
    help: "What calls cost, in US dollars.",
    labelNames: ["caller", "route", ...labels],
    registers: [this.#registry],
  });
  readonly #saved = new Counter({
    name: "kaihe_cache_saved_usd_total",
    help: "What answers from the box's cache would have cost, in US dollars.",
    labelNames: ["caller", "route"],
    registers: [this.#registry],
  });
  readonly #attempts = new Counter({
    name: "kaihe_attempts_total",
    help: "Attempts by why they were made and how they ended.",
    labelNames: ["reason", "status", "error_class"],
    registers: [this.#registry],
  });
  readonly #refusals = new Counter({
    name: "kaihe_refusals_total",
    help: "Calls that the box itself refused, by code.",
    labelNames: ["code"],
    registers: [this.#registry],
  });

  constructor({ backlog }: { backlog: () => number }) {
    new Gauge({
      name: "kaihe_usage_backlog",
      help: "Usage events that the console has not confirmed yet.",
      registers: [this.#registry],
      collect() {
        this.set(backlog());
      },
    });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  countRefusal(code: string): void {
    this.#refusals.inc({ code });
  }

  observe(event: UsageEvent, kind: ProviderKind): void {
    const { caller, route, reason, status, errorClass, tokens, firstTokenMs } = event;
    this.#attempts.inc({ reason, status, error_class: errorClass ?? "" });
    if (reason === "cache") {
      this.#saved.inc({ caller, route }, dollars(event.savedNanos));
      return;
    }
    const target = {
      gen_ai_operation_name: event.surface === "embeddings" ? "embeddings" : "chat",
      gen_ai_provider_name: providerNames[kind],
      gen_ai_request_model: route,
      gen_ai_response_model: event.model,
    };
    this.#duration.observe({ ...target, error_type: errorClass ?? "" }, event.latencyMs / 1000);
    if (firstTokenMs !== null) this.#firstToken.observe(target, firstTokenMs / 1000);
    this.#tokens.observe({ ...target, gen_ai_token_type: "input" }, inputTokensOf(tokens));
    this.#tokens.observe({ ...target, gen_ai_token_type: "output" }, outputTokensOf(tokens));
    this.#cost.inc({ caller, route, ...target }, dollars(event.costNanos));
  }
}

/** Prometheus counts in floats; money is exact in the console. */
function dollars(nanos: bigint): number {
  return Number(nanos) / 1e9;
}
