import { type Endpoint, type Exchange, sendJson } from "../exchange.ts";
import { generate } from "../generate.ts";
import { promptTokens } from "../usage.ts";
import { anthropic } from "./dialect.ts";
import { messageWriter } from "./message-writer.ts";
import { parseCountRequest, parseMessagesRequest } from "./messages-request.ts";

async function message(exchange: Exchange): Promise<void> {
  const { call, thinking } = parseMessagesRequest(exchange.body, exchange.world.models);
  await generate(exchange, call, messageWriter(thinking));
}

function countTokens({ body, response, world }: Exchange): void {
  sendJson(response, 200, { input_tokens: promptTokens(parseCountRequest(body, world.models)) });
}

/** Source: platform.claude.com, "List Models". */
function listModels({ response, world }: Exchange): void {
  const data = world.models.ids.map((id) => toModel(id, world.models.maxOutputTokens(id)));
  const [first, last] = [data.at(0)?.id ?? null, data.at(-1)?.id ?? null];
  sendJson(response, 200, { data, has_more: false, first_id: first, last_id: last });
}

function getModel({ response, world, params }: Exchange): void {
  const [id = ""] = params;
  world.models.require(id);
  sendJson(response, 200, toModel(id, world.models.maxOutputTokens(id)));
}

function toModel(id: string, maxTokens: number) {
  return {
    type: "model",
    id,
    display_name: id,
    created_at: "2026-01-01T00:00:00Z",
    max_input_tokens: 200_000,
    max_tokens: maxTokens,
    capabilities: null,
    deprecated_at: null,
    lifecycle: "active",
    line: null,
    retires_at: null,
  };
}

export const anthropicEndpoints: Endpoint[] = [
  { method: "POST", pattern: /^\/v1\/messages$/, dialect: anthropic, run: message },
  { method: "POST", pattern: /^\/v1\/messages\/count_tokens$/, dialect: anthropic, run: countTokens },
  { method: "GET", pattern: /^\/v1\/models$/, dialect: anthropic, run: listModels },
  { method: "GET", pattern: /^\/v1\/models\/([^/]+)$/, dialect: anthropic, run: getModel },
];
