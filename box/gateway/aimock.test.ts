import { APIError as AnthropicError } from "@anthropic-ai/sdk";
import { LLMock } from "@copilotkit/aimock";
import { APIError, InternalServerError } from "openai";
import { afterAll, beforeAll, expect, test } from "vitest";
import { practiceConnection, routeTo, targetOf } from "../testing/world.ts";
import { type GatewayWorld, startGatewayWorld } from "./testing/gateway-world.ts";

/**
 * A second upstream that somebody else wrote, so that the box is not only right about what the practice provider does.
 * Left out: tool calls of its Gemini end with FUNCTION_CALL, which is no finish reason of Google's. Its embeddings
 * report no tokens.
 */
const openAiMock = 7;
const claudeMock = 8;
let mock: LLMock;
let world: GatewayWorld;

beforeAll(async () => {
  mock = new LLMock({ port: 0 });
  mock.onMessage(/drop/, { content: "never" }, { chaos: { dropRate: 1 } });
  mock.onMessage(/garble/, { content: "never" }, { chaos: { malformedRate: 1 } });
  mock.onMessage(
    /cut/,
    { content: "one two three four five six" },
    { chunkSize: 4, latency: 20, truncateAfterChunks: 3 },
  );
  mock.onMessage(/weather/, { toolCalls: [{ name: "get_weather", arguments: '{"city":"Oslo"}' }] });
  mock.onMessage(/hello/i, { content: "Hello from somebody else" });
  mock.onEmbedding(/hello/i, { embedding: [0.25, -0.5] });
  await mock.start();
  const failure = { ...routeTo([1]).failure, retries: 0 };
  world = await startGatewayWorld({
    routes: {
      mock: routeTo([targetOf(openAiMock, "gpt-mock")], { failure }),
      claude: routeTo([targetOf(claudeMock, "claude-mock")], { failure }),
    },
    connections: () => [
      practiceConnection(openAiMock, `${mock.url}/v1`, { kind: "openai" }),
      practiceConnection(claudeMock, mock.url, { kind: "anthropic" }),
    ],
  });
});
afterAll(async () => {
  await world.stop();
  await mock.stop();
});

const user = (content: string) => [{ role: "user" as const, content }];
const failing = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => {
      throw new Error("the call went through");
    },
    (error: unknown) => error,
  );

test.each(["mock", "claude"])("chat on %s: an answer, a stream and a tool's call", async (model) => {
  const answer = await world.openai.chat.completions.create({ model, messages: user("hello") });
  expect(answer.choices[0]?.message.content).toBe("Hello from somebody else");
  const stream = world.openai.chat.completions.stream({ model, messages: user("hello") });
  expect((await stream.finalChatCompletion()).choices[0]?.message.content).toBe("Hello from somebody else");
  const tools = [{ type: "function" as const, function: { name: "get_weather", parameters: { type: "object" } } }];
  const asked = await world.openai.chat.completions.create({ model, messages: user("weather"), tools });
  expect(asked.choices[0]).toMatchObject({
    finish_reason: "tool_calls",
    message: { tool_calls: [{ function: { name: "get_weather", arguments: '{"city":"Oslo"}' } }] },
  });
});

test("responses: an answer and a stream", async () => {
  const body = { model: "mock", input: "hello" };
  expect((await world.openai.responses.create(body)).output_text).toBe("Hello from somebody else");
  expect((await world.openai.responses.stream(body).finalResponse()).output_text).toBe("Hello from somebody else");
});

test.each(["mock", "claude"])("messages on %s: an answer and a stream", async (model) => {
  const body = { model, max_tokens: 50, messages: user("hello") };
  const text = { type: "text", text: "Hello from somebody else" };
  expect((await world.anthropic.messages.create(body)).content).toMatchObject([text]);
  expect((await world.anthropic.messages.stream(body).finalMessage()).content).toMatchObject([text]);
});

test("embeddings", async () => {
  const body = { model: "mock", input: "hello", encoding_format: "float" as const };
  expect((await world.openai.embeddings.create(body)).data[0]?.embedding).toEqual([0.25, -0.5]);
});

test("its 500 and its broken JSON are errors of the clients, and cost at most the hold", async () => {
  const [dropped] = await world.eventsOf(1, async () => {
    const error = await failing(world.openai.chat.completions.create({ model: "mock", messages: user("drop") }));
    expect(error).toBeInstanceOf(InternalServerError);
  });
  expect(dropped).toMatchObject({ status: "upstream_error", errorClass: "server_error", costNanos: 0n });
  const [garbled] = await world.eventsOf(1, async () => {
    const body = { model: "claude", max_tokens: 50, messages: user("garble") };
    expect(await failing(world.anthropic.messages.create(body))).toBeInstanceOf(AnthropicError);
  });
  expect(garbled).toMatchObject({ status: "interrupted", errorClass: "server_error", isEstimated: true });
});

test("its cut streams are errors of the clients, not ends", async () => {
  const read = async (stream: Promise<AsyncIterable<unknown>>) => {
    for await (const _event of await stream);
  };
  const events = await world.eventsOf(2, async () => {
    const chat = world.openai.chat.completions.create({ model: "mock", messages: user("cut"), stream: true });
    expect(await failing(read(chat))).toBeInstanceOf(APIError);
    const body = { model: "claude", max_tokens: 50, messages: user("cut"), stream: true as const };
    expect(await failing(read(world.anthropic.messages.create(body)))).toBeInstanceOf(AnthropicError);
  });
  for (const event of events) expect(event).toMatchObject({ status: "interrupted", isEstimated: true });
});
