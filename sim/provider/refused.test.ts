import { once } from "node:events";
import { request } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ProviderProcess, spawnProvider } from "./spawn.ts";

let provider: ProviderProcess;

beforeAll(async () => {
  provider = await spawnProvider(7);
});
afterAll(() => provider.stop());

const keys = { authorization: "Bearer practice-x", "x-api-key": "practice-x", "x-goog-api-key": "practice-x" };
const model = "practice-small";
const messages = [{ role: "user", content: "hi" }];
const tool = { type: "function", function: { name: "alpha" } };
const use = { role: "assistant", content: [{ type: "tool_use", id: "toolu_1", name: "alpha", input: {} }] };
const contents = [{ role: "user", parts: [{ text: "hi" }] }];
const declared = { functionDeclarations: [{ name: "alpha" }] };
const marked = { type: "text", text: "a", cache_control: { type: "ephemeral" } };

async function post(path: string, body: object) {
  const headers = { ...keys, "anthropic-version": "2023-06-01" };
  const response = await fetch(`${provider.origin}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  return { status: response.status, text: await response.text() };
}

test.each([
  ["stream_options without a stream", { stream_options: { include_usage: true } }, "stream_options"],
  ["top_logprobs without logprobs", { top_logprobs: 2 }, "top_logprobs"],
  ["no tools at all", { tools: [] }, "tools"],
  ["a choice without tools", { tool_choice: "auto" }, "tool_choice"],
  [
    "a choice of a tool that is not there",
    { tools: [tool], tool_choice: { type: "function", function: { name: "b" } } },
    "b",
  ],
  ["parallel calls without tools", { parallel_tool_calls: true }, "parallel_tool_calls"],
  ["a schema's format without the schema", { response_format: { type: "json_schema" } }, "json_schema"],
  ["JSON that nobody mentions", { response_format: { type: "json_object" } }, "json_object"],
])("OpenAI's chat refuses %s", async (_, more, about) => {
  const { status, text } = await post("/v1/chat/completions", { model, messages, ...more });
  expect([status, text.includes(about)]).toEqual([400, true]);
});

test.each([
  ["a thinking budget as large as the answer", { thinking: { type: "enabled", budget_tokens: 2000 } }, "budget_tokens"],
  ["thinking without a budget", { thinking: { type: "enabled" } }, "budget_tokens"],
  [
    "thinking with a forced tool",
    { thinking: { type: "enabled", budget_tokens: 1024 }, tool_choice: { type: "any" }, tools: [{ name: "alpha" }] },
    "tool_choice",
  ],
  ["a choice without tools", { tool_choice: { type: "any" } }, "tool_choice"],
  ["a choice of a tool that is not there", { tools: [{ name: "a" }], tool_choice: { type: "tool", name: "b" } }, "b"],
  ["five places to cache", { system: [marked, marked, marked, marked, marked] }, "maximum of 4"],
  ["a call answered two messages later", { messages: [...messages, use, ...messages, use] }, "messages.1"],
])("Anthropic's messages refuse %s", async (_, more, about) => {
  const { status, text } = await post("/v1/messages", { model, max_tokens: 2000, messages, ...more });
  expect([status, text.includes(about)]).toEqual([400, true]);
});

test.each([
  [
    "a schema without the type for JSON",
    { generationConfig: { responseSchema: { type: "OBJECT" } } },
    "application/json",
  ],
  [
    "an allowed function that is not declared",
    { tools: [declared], toolConfig: { functionCallingConfig: { mode: "ANY", allowedFunctionNames: ["b"] } } },
    "'b'",
  ],
  [
    "allowed functions where calling is free",
    { tools: [declared], toolConfig: { functionCallingConfig: { allowedFunctionNames: ["alpha"] } } },
    "mode",
  ],
  [
    "a call that nobody answers",
    { contents: [...contents, { role: "model", parts: [{ functionCall: { name: "a" } }] }] },
    "turn",
  ],
])("Gemini refuses %s", async (_, more, about) => {
  const { status, text } = await post(`/v1beta/models/${model}:generateContent`, { contents, ...more });
  expect([status, text.includes(about)]).toEqual([400, true]);
});

test("a body of more than 100 MB is 413, and what was sent of it is not kept", async () => {
  const sent = request(`${provider.origin}/v1/messages`, { method: "POST", headers: keys });
  const piece = Buffer.alloc(1024 * 1024, " ");
  for (let megabyte = 0; megabyte <= 100; megabyte++) {
    if (!sent.write(piece)) await once(sent, "drain");
  }
  sent.end();
  const [response] = await once(sent, "response");
  response.resume();
  expect(response.statusCode).toBe(413);
}, 20_000);
