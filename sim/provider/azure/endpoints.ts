import type { Endpoint, Exchange } from "../exchange.ts";
import { generate } from "../generate.ts";
import { parseChatRequest } from "../openai/chat-request.ts";
import { embed } from "../openai/embeddings.ts";
import { listModels } from "../openai/models.ts";
import { deleteResponse, getResponse, respond } from "../openai/responses.ts";
import { azureChatWriter } from "./chat-writer.ts";
import { azure, resourceNotFound } from "./dialect.ts";

const responses = { surface: "azure.responses", promptFilter: "error" } as const;

async function chat(exchange: Exchange, deployment: string | null): Promise<void> {
  const { call, hasUsageChunk } = parseChatRequest(exchange.body, exchange.world.models, deployment);
  await generate(exchange, call, azureChatWriter(hasUsageChunk));
}

/** Dated versions of the API live under `/openai` and name one; `/openai/v1` needs none. */
function dated(exchange: Exchange): string {
  if (!/^\d{4}-\d{2}-\d{2}(-preview)?$/.test(exchange.url.searchParams.get("api-version") ?? "")) {
    throw resourceNotFound();
  }
  return exchange.params[0] ?? "";
}

function endpoint(method: Endpoint["method"], pattern: RegExp, run: Endpoint["run"]): Endpoint {
  return { method, pattern, dialect: azure, run };
}

export const azureEndpoints: Endpoint[] = [
  endpoint("POST", /^\/openai\/deployments\/([^/]+)\/chat\/completions$/, (exchange) =>
    chat(exchange, dated(exchange)),
  ),
  endpoint("POST", /^\/openai\/deployments\/([^/]+)\/embeddings$/, (exchange) =>
    embed(exchange, "azure.embeddings", dated(exchange)),
  ),
  endpoint("POST", /^\/openai\/responses$/, (exchange) => {
    dated(exchange);
    return respond(exchange, responses);
  }),
  endpoint("POST", /^\/openai\/v1\/chat\/completions$/, (exchange) => chat(exchange, null)),
  endpoint("POST", /^\/openai\/v1\/embeddings$/, (exchange) => embed(exchange, "azure.embeddings", null)),
  endpoint("POST", /^\/openai\/v1\/responses$/, (exchange) => respond(exchange, responses)),
  endpoint("GET", /^\/openai\/v1\/responses\/([^/]+)$/, getResponse),
  endpoint("DELETE", /^\/openai\/v1\/responses\/([^/]+)$/, deleteResponse),
  endpoint("GET", /^\/openai\/v1\/models$/, listModels),
  endpoint("GET", /^\/openai\/models$/, (exchange) => {
    dated(exchange);
    return listModels(exchange);
  }),
];
