import { describe, expect, test } from "vitest";
import type { Api } from "../api.ts";
import { outputBound, usageBound } from "../bound-call.ts";
import { GatewayError } from "../gateway-error.ts";
import { readShape } from "./read-shape.ts";

const shapeOf = (api: Api, fields: object) => readShape(api, { model: "m", ...fields });
const unbounded = (api: Api, fields: object) => shapeOf(api, fields).unbounded?.param ?? null;

test("the output bound is the larger of two limits, times n; the input bound grows with the body", () => {
  const shape = shapeOf("chat", { messages: [{}, {}], max_tokens: 10, max_completion_tokens: 30, n: 4 });
  expect(outputBound(shape, 4096)).toBe(120);
  expect(usageBound(100, shape, { kind: "openai", outputTokens: 120 })?.inputTokens).toBe(100 + 64 + 32);
  expect(outputBound(shapeOf("chat", {}), null)).toBeNull();
  expect(outputBound(shapeOf("chat", { n: 2 }), 50)).toBe(100);
});

test("a prediction counts as output besides the limit, for each choice", () => {
  const prediction = { type: "content", content: "12345" };
  const shape = shapeOf("chat", { prediction, max_tokens: 10, n: 2 });
  expect(outputBound(shape, null)).toBe(2 * (10 + JSON.stringify(prediction).length));
});

test("images count by their number, not by their bytes; who sets no limit to them has no bound", () => {
  const url = `data:image/png;base64,${"A".repeat(400)}`;
  const content = [
    { type: "image_url", image_url: { url } },
    { type: "image_url", image_url: "https://i.test/a.png" },
  ];
  const shape = shapeOf("chat", { messages: [{ role: "user", content }] });
  expect(shape).toMatchObject({ images: 2, imageBytes: url.length, needsVision: true });
  const bound = usageBound(1000, shape, { kind: "anthropic", outputTokens: 1 });
  expect(bound?.inputTokens).toBe(1000 - url.length + 64 + 16 + 2 * 5000);
  expect(usageBound(1000, shape, { kind: "openai_compatible", outputTokens: 1 })).toBeNull();
});

describe("what has no upper bound is named, everything else has one:", () => {
  const chat: [object, string | null][] = [
    [{ tools: [{ type: "function" }, { type: "custom" }] }, null],
    [{ tools: [{ type: "web_search" }] }, "tools"],
    [{ modalities: ["text"] }, null],
    [{ modalities: ["text", "audio"] }, "modalities"],
    [{ models: ["other"] }, "models"],
    [{ messages: [{ content: [{ type: "text" }, { type: "refusal" }] }] }, null],
    [{ messages: [{ content: [{ type: "text" }, { type: "file" }] }] }, "messages"],
    [{ messages: [{ content: [{ type: "input_audio" }] }] }, "messages"],
    [{ messages: [{ content: [{}] }] }, "messages"],
    // A part that nobody knows must not hide the one after it.
    [{ messages: [{ content: [{}, { type: "file" }] }] }, "messages"],
    [{ messages: [{ audio: { id: "a" } }] }, "messages"],
    [{ service_tier: "default" }, null],
    [{ service_tier: "auto" }, "service_tier"],
    [{ web_search_options: {} }, "web_search_options"],
    [{ plugins: [{ id: "web" }] }, "plugins"],
    [{ enable_search: false }, null],
    [{ enable_search: true }, "enable_search"],
    [{ search_parameters: { mode: "on" } }, "search_parameters"],
    [{ data_sources: [{ type: "azure_search" }] }, "data_sources"],
    [{ preset: "email" }, "preset"],
    [{ previous_response_id: "resp_1" }, "previous_response_id"],
    [{ conversation: "conv_1" }, "conversation"],
    [{ prompt: { id: "pmpt_1" } }, "prompt"],
  ];
  const responses: [object, string | null][] = [
    [{ input: "Hi" }, null],
    [
      { input: [{ role: "user", content: [{ type: "input_text" }, { type: "input_image", image_url: "data:," }] }] },
      null,
    ],
    [{ input: [{ type: "function_call_output", output: [{ type: "input_text" }] }] }, null],
    [{ previous_response_id: "resp_1" }, "previous_response_id"],
    [{ conversation: "conv_1" }, "conversation"],
    [{ prompt: { id: "pmpt_1" } }, "prompt"],
    [{ context_management: [{ type: "compaction" }] }, "context_management"],
    [{ tools: [{ type: "image_generation" }] }, "tools"],
    [{ tools: [{ type: "mcp" }], max_tool_calls: 1 }, "tools"],
    [{ input: [{ type: "item_reference", id: "i" }] }, "input"],
    [{ input: [{ role: "user", content: [{ type: "input_file" }] }] }, "input"],
    [{ input: [{ role: "user", content: [{ type: "input_image", file_id: "f" }] }] }, "input"],
    [{ tools: [{ type: "function" }] }, null],
    [{ tools: [{ type: "web_search" }] }, "tools"],
    [{ service_tier: "priority" }, "service_tier"],
  ];
  const image = (source: object) => ({ messages: [{ content: [{ type: "image", source }] }] });
  const messages: [object, string | null][] = [
    [{ messages: [{ content: "Hi" }] }, null],
    [image({ type: "base64", data: "AAAA" }), null],
    [image({ type: "file", file_id: "f" }), "messages"],
    [{ messages: [{ content: [{ type: "document" }] }] }, "messages"],
    [{ messages: [{ content: ["Hi", { type: "document" }] }] }, "messages"],
    [{ messages: [{ content: [{ type: "tool_result", content: [{ type: "document" }] }] }] }, "messages"],
    [{ tools: [{ name: "mine" }, { type: "custom" }] }, null],
    [{ tools: [{ type: "web_search_20250305" }] }, "tools"],
    [{ mcp_servers: [{}] }, "mcp_servers"],
    [{ container: "c" }, "container"],
    [{ context_management: {} }, "context_management"],
    [{ service_tier: "standard_only" }, null],
    [{ service_tier: "auto" }, "service_tier"],
    [{ inference_geo: "us" }, "inference_geo"],
    [{ speed: "fast" }, "speed"],
  ];
  const cases = [
    ...chat.map(([fields, param]) => ["chat" as const, JSON.stringify(fields), param, fields] as const),
    ...responses.map(([fields, param]) => ["responses" as const, JSON.stringify(fields), param, fields] as const),
    ...messages.map(([fields, param]) => ["messages" as const, JSON.stringify(fields), param, fields] as const),
  ];
  test.each(cases)("%s %s: %s", (api, _text, param, fields) => {
    expect(unbounded(api, fields)).toBe(param);
  });
});

test("what a call needs is read from what it asks for", () => {
  const schema = { type: "json_schema", json_schema: { name: "a" } };
  expect(shapeOf("chat", { tools: [{}], response_format: schema })).toMatchObject({
    needsTools: true,
    needsJson: true,
  });
  expect(shapeOf("chat", { functions: [{}] })).toMatchObject({
    needsTools: true,
    needsVision: false,
    needsJson: false,
  });
  const text = { format: { type: "json_object" } };
  expect(shapeOf("responses", { text, tools: [{}] })).toMatchObject({ needsTools: true, needsJson: true });
  expect(shapeOf("messages", { output_config: { format: {} }, tools: [{}] })).toMatchObject({
    needsTools: true,
    needsJson: true,
  });
  const inner = { content: [{ type: "tool_result", content: [{ type: "image", source: { data: "AAAA" } }] }] };
  expect(shapeOf("messages", { messages: [inner] })).toMatchObject({ needsVision: true, images: 1, imageBytes: 4 });
});

test.each([
  ["chat", { max_tokens: 0 }, "max_tokens"],
  ["chat", { max_completion_tokens: -5 }, "max_completion_tokens"],
  ["chat", { max_tokens: 1.5 }, "max_tokens"],
  ["chat", { max_tokens: "9" }, "max_tokens"],
  ["chat", { max_tokens: 1e30 }, "max_tokens"],
  ["chat", { n: 0 }, "n"],
  ["chat", { stream: "yes" }, "stream"],
  ["responses", { max_output_tokens: -1 }, "max_output_tokens"],
  ["responses", { background: true }, "background"],
  ["responses", { stream: 1 }, "stream"],
  ["messages", { max_tokens: -1 }, "max_tokens"],
  ["messages", { stream: "true" }, "stream"],
  ["embeddings", { input: 5 }, "input"],
  ["embeddings", {}, "input"],
] as const)("%s %j is refused, because no bound follows from it", (api, fields, param) => {
  expect(() => shapeOf(api, fields)).toThrow(GatewayError);
  try {
    shapeOf(api, fields);
  } catch (error) {
    expect(error).toMatchObject({ status: 400, options: { param } });
  }
});
