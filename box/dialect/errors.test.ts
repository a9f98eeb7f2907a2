import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { expect, test } from "vitest";
import { errorBody, errorEvent, type Problem, readUpstreamError } from "./errors.ts";

const problem: Problem = {
  status: 429,
  code: "budget_exhausted",
  message: "The budget is used up.",
  param: "model",
  requestId: "req_1",
  extra: { budget: "Team" },
};
const refused = (surface: "chat" | "messages") => () =>
  Promise.resolve(
    new Response(JSON.stringify(errorBody(surface, problem)), {
      status: problem.status,
      headers: { "content-type": "application/json" },
    }),
  );
const streamed = (surface: "chat" | "messages") => () => {
  const text = errorEvent(surface, problem)
    .map(({ event, data }) => `${event ? `event: ${event}\n` : ""}data: ${data}\n\n`)
    .join("");
  return Promise.resolve(new Response(text, { headers: { "content-type": "text/event-stream" } }));
};

test("OpenAI's client makes its typed error of a refusal, and throws at an error inside a stream", async () => {
  const call = { model: "m", messages: [] };
  const client = (fetch: typeof globalThis.fetch) => new OpenAI({ apiKey: "k", maxRetries: 0, fetch });
  const error = await client(refused("chat"))
    .chat.completions.create(call)
    .catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(OpenAI.RateLimitError);
  expect(error).toMatchObject({ code: "budget_exhausted", param: "model", type: "rate_limit_error" });
  const stream = await client(streamed("chat")).chat.completions.create({ ...call, stream: true });
  await expect(stream[Symbol.asyncIterator]().next()).rejects.toThrow("The budget is used up.");
});

test("Anthropic's client makes its typed error of a refusal, and throws at an error inside a stream", async () => {
  const call = { model: "m", messages: [], max_tokens: 1 };
  const client = (fetch: typeof globalThis.fetch) => new Anthropic({ apiKey: "k", maxRetries: 0, fetch });
  const error = await client(refused("messages"))
    .messages.create(call)
    .catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(Anthropic.RateLimitError);
  expect(error).toMatchObject({ type: "rate_limit_error", errorCode: "budget_exhausted" });
  const stream = await client(streamed("messages")).messages.create({ ...call, stream: true });
  await expect(stream[Symbol.asyncIterator]().next()).rejects.toThrow("The budget is used up.");
});

test("extra members stand beside the message, and the request's id where Anthropic has it", () => {
  expect(errorBody("chat", problem)).toMatchObject({ error: { budget: "Team" } });
  expect(errorBody("messages", problem)).toMatchObject({ error: { budget: "Team" }, request_id: "req_1" });
  expect(errorEvent("responses", problem)).toMatchObject([{ event: "error" }]);
});

test.each([
  [400, "invalid_request_error", "invalid_request_error"],
  [401, "authentication_error", "authentication_error"],
  [403, "permission_error", "permission_error"],
  [404, "not_found_error", "invalid_request_error"],
  [413, "request_too_large", "invalid_request_error"],
  [502, "api_error", "server_error"],
  [529, "overloaded_error", "server_error"],
])("status %i is named as each vendor names it", (status, anthropic, openai) => {
  expect(errorBody("messages", { ...problem, status })).toMatchObject({ error: { type: anthropic } });
  expect(errorBody("chat", { ...problem, status })).toMatchObject({ error: { type: openai } });
});

test.each([
  [{ error: { message: "m", type: "t", code: "c", param: "p" } }, { message: "m", type: "t", code: "c", param: "p" }],
  [
    { type: "error", error: { type: "t", message: "m" } },
    { message: "m", type: "t", code: null, param: null },
  ],
  [
    { error: { code: 429, message: "m", status: "RESOURCE_EXHAUSTED" } },
    { message: "m", type: "RESOURCE_EXHAUSTED", code: "RESOURCE_EXHAUSTED", param: null },
  ],
  [
    [{ error: { code: 400, message: "m", status: "INVALID_ARGUMENT" } }],
    { message: "m", type: "INVALID_ARGUMENT", code: "INVALID_ARGUMENT", param: null },
  ],
  [{ error: "m" }, { message: "m", type: null, code: null, param: null }],
  [
    { code: "c", error: "m" },
    { message: "m", type: null, code: "c", param: null },
  ],
  [
    { object: "error", message: "m", type: "t", code: 3 },
    { message: "m", type: "t", code: "3", param: null },
  ],
  [
    { statusCode: 401, message: "m" },
    { message: "m", type: null, code: null, param: null },
  ],
  [{ detail: "m" }, { message: "m", type: null, code: null, param: null }],
  [{ detail: [{ loc: ["body", "n"], msg: "m", type: "int" }] }, { message: "m", type: "int", code: null, param: "n" }],
])("an upstream's error is understood: %j", (body, error) => {
  expect(readUpstreamError(body)).toEqual(error);
});

test.each([null, "text", 3, [], {}, { error: null }, { error: {} }, { detail: [] }, { choices: [] }])(
  "%j is no error body",
  (body) => {
    expect(readUpstreamError(body)).toBeNull();
  },
);
