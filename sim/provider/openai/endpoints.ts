import type { Dialect, Endpoint } from "../exchange.ts";
import { generate } from "../generate.ts";
import { parseChatRequest } from "./chat-request.ts";
import { chatWriter } from "./chat-writer.ts";
import { openAi } from "./dialect.ts";
import { embed } from "./embeddings.ts";
import { getModel, listModels } from "./models.ts";
import { deleteResponse, getResponse, respond } from "./responses.ts";

type Variant = { dialect: Dialect; thoughtField?: "reasoning" | "reasoning_content" };

/** What OpenAI serves under `/v1`; local servers serve the same with other errors and lists of models. */
export function openAiCalls({ dialect, thoughtField }: Variant): Endpoint[] {
  const kind = { surface: "openai.responses", promptFilter: "none" } as const;
  return [
    {
      method: "POST",
      pattern: /^\/v1\/chat\/completions$/,
      dialect,
      run: async (exchange) => {
        const { call, hasUsageChunk } = parseChatRequest(exchange.body, exchange.world.models, null);
        await generate(exchange, call, chatWriter({ hasUsageChunk, ...(thoughtField ? { thoughtField } : {}) }));
      },
    },
    { method: "POST", pattern: /^\/v1\/responses$/, dialect, run: (exchange) => respond(exchange, kind) },
    { method: "GET", pattern: /^\/v1\/responses\/([^/]+)$/, dialect, run: getResponse },
    { method: "DELETE", pattern: /^\/v1\/responses\/([^/]+)$/, dialect, run: deleteResponse },
    {
      method: "POST",
      pattern: /^\/v1\/embeddings$/,
      dialect,
      run: (exchange) => embed(exchange, "openai.embeddings", null),
    },
  ];
}

export const openAiEndpoints: Endpoint[] = [
  ...openAiCalls({ dialect: openAi }),
  { method: "GET", pattern: /^\/v1\/models$/, dialect: openAi, run: listModels },
  { method: "GET", pattern: /^\/v1\/models\/([^/]+)$/, dialect: openAi, run: getModel },
];
