import { type Endpoint, type Exchange, sendJson } from "../exchange.ts";
import { generate } from "../generate.ts";
import { promptTokens } from "../usage.ts";
import { gemini } from "./dialect.ts";
import { parseGenerateRequest } from "./generate-request.ts";
import { generateWriter } from "./generate-writer.ts";

async function generateContent(exchange: Exchange): Promise<void> {
  const { call, hasThoughts } = parseGenerateRequest(exchange.body, exchange.params[0] ?? "", exchange.world.models);
  await generate(exchange, call, generateWriter(hasThoughts));
}

async function streamGenerateContent(exchange: Exchange): Promise<void> {
  const { call, hasThoughts } = parseGenerateRequest(exchange.body, exchange.params[0] ?? "", exchange.world.models);
  const writer = generateWriter(hasThoughts);
  if (exchange.url.searchParams.get("alt") === "sse") {
    return await generate(exchange, { ...call, isStream: true }, writer);
  }
  // Without alt=sse Google streams one JSON array; here it comes at once.
  const whole = (answer: Parameters<typeof writer.whole>[0]) => [...writer.events(answer)].map(({ data }) => data);
  await generate(exchange, call, { ...writer, whole });
}

function countTokens({ body, params, response, world }: Exchange): void {
  const { call } = parseGenerateRequest(body, params[0] ?? "", world.models);
  sendJson(response, 200, { totalTokens: promptTokens(call) });
}

/** Source: ai.google.dev, "Models". */
function listModels({ response, world }: Exchange): void {
  const models = world.models.ids.map((id) => toModel(id, world.models.maxOutputTokens(id)));
  sendJson(response, 200, { models });
}

function getModel({ response, world, params }: Exchange): void {
  const [id = ""] = params;
  world.models.require(id);
  sendJson(response, 200, toModel(id, world.models.maxOutputTokens(id)));
}

function toModel(id: string, outputTokenLimit: number) {
  return {
    name: `models/${id}`,
    version: "001",
    displayName: id,
    description: "Practice model",
    inputTokenLimit: 1_048_576,
    outputTokenLimit,
    supportedGenerationMethods: ["generateContent", "countTokens"],
    thinking: true,
  };
}

export const geminiEndpoints: Endpoint[] = [
  { method: "POST", pattern: /^\/v1beta\/models\/([^/:]+):generateContent$/, dialect: gemini, run: generateContent },
  {
    method: "POST",
    pattern: /^\/v1beta\/models\/([^/:]+):streamGenerateContent$/,
    dialect: gemini,
    run: streamGenerateContent,
  },
  { method: "POST", pattern: /^\/v1beta\/models\/([^/:]+):countTokens$/, dialect: gemini, run: countTokens },
  { method: "GET", pattern: /^\/v1beta\/models$/, dialect: gemini, run: listModels },
  { method: "GET", pattern: /^\/v1beta\/models\/([^/:]+)$/, dialect: gemini, run: getModel },
];
