import { type Dialect, type Endpoint, type Exchange, sendJson } from "../exchange.ts";

const created = 1_767_225_600;

/** vLLM's server. Source: docs.vllm.ai, "OpenAI-Compatible Server" and "Production Metrics". */
export function vllmEndpoints(dialect: Dialect): Endpoint[] {
  const get = (pattern: RegExp, run: Endpoint["run"]): Endpoint => ({ method: "GET", pattern, dialect, run });
  return [
    get(/^\/health$/, ({ response }) => void response.writeHead(200).end()),
    get(/^\/version$/, ({ response }) => sendJson(response, 200, { version: "0.99.0+practice" })),
    get(/^\/metrics$/, showMetrics),
    get(/^\/v1\/models$/, listModels),
  ];
}

function listModels({ response, world }: Exchange): void {
  const data = world.models.ids.map((id) => ({
    id,
    object: "model",
    created,
    owned_by: "vllm",
    root: id,
    parent: null,
    max_model_len: world.contextTokens,
    permission: [],
  }));
  sendJson(response, 200, { object: "list", data });
}

function showMetrics({ response, world }: Exchange): void {
  const served = world.ledger.items.filter(({ status }) => status === 200);
  const sum = (field: "inputTokens" | "outputTokens") => served.reduce((total, row) => total + row[field], 0);
  const label = `{engine="0",model_name="${world.models.ids[0]}"}`;
  const lines = [
    "# TYPE vllm:num_requests_running gauge",
    `vllm:num_requests_running${label} 0.0`,
    "# TYPE vllm:prompt_tokens_total counter",
    `vllm:prompt_tokens_total${label} ${sum("inputTokens")}.0`,
    "# TYPE vllm:generation_tokens_total counter",
    `vllm:generation_tokens_total${label} ${sum("outputTokens")}.0`,
  ];
  response.writeHead(200, { "content-type": "text/plain; version=0.0.4" }).end(`${lines.join("\n")}\n`);
}
