import Anthropic, { APIError, AuthenticationError, BadRequestError, NotFoundError } from "@anthropic-ai/sdk";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ProviderProcess, spawnProvider } from "../spawn.ts";

let provider: ProviderProcess;
let client: Anthropic;

beforeAll(async () => {
  provider = await spawnProvider(7, { models: ["claude-opus-5"] });
  client = new Anthropic({ baseURL: provider.origin, apiKey: "practice-test", maxRetries: 0 });
});
afterAll(() => provider.stop());

type Params = Anthropic.MessageCreateParamsNonStreaming;
const input_schema = { type: "object" as const, properties: { city: { type: "string" } }, required: ["city"] };
const tools = ["alpha", "beta"].map((name) => ({ name, input_schema }));

function paramsOf(content: Anthropic.MessageParam["content"], more: Partial<Params> = {}): Params {
  return { model: "claude-opus-5", max_tokens: 1000, messages: [{ role: "user", content }], ...more };
}
const ask = (content: Anthropic.MessageParam["content"], more: Partial<Params> = {}) =>
  client.messages.create(paramsOf(content, more));
const streamed = (content: string, more: Partial<Params> = {}) =>
  client.messages.stream(paramsOf(content, more)).finalMessage();

test("a message is answered, and its usage stands in the ledger as Anthropic writes it", async () => {
  const answer = await ask("Plan a picnic", { system: "Be brief." });
  expect(answer.content[0]).toMatchObject({ type: "text" });
  expect(JSON.stringify(answer.content)).toContain("Plan a picnic");
  expect(answer.stop_reason).toBe("end_turn");
  expect((await provider.ledger()).at(-1)).toMatchObject({
    surface: "anthropic.messages",
    rawUsage: answer.usage,
    inputTokens: answer.usage.input_tokens,
    outputTokens: answer.usage.output_tokens,
  });
});

test.each([
  ["text", "Plan a picnic", {}],
  ["tool calls", "alpha and beta", { tools }],
  ["thinking", "Think", { max_tokens: 3000, thinking: { type: "enabled", budget_tokens: 1024 } }],
  ["searches", "[[sim searches=2]] news", {}],
  ["a cut", "[[sim tokens=300]]", { max_tokens: 20 }],
  ["a refusal", "[[sim refusal]]", {}],
] satisfies [string, string, Partial<Params>][])(
  "a stream adds up to the plain message: %s",
  async (_, content, more) => {
    const plain = await ask(content, more);
    const stream = await streamed(content, more);
    // The helper adds a field of its own.
    expect({ ...stream, parsed_output: undefined }).toEqual(plain);
    const [whole, cut] = (await provider.ledger()).slice(-2);
    expect(cut?.rawUsage).toEqual(whole?.rawUsage);
  },
);

test("events come in the real order, with a ping", async () => {
  const stream = await client.messages.create({ ...paramsOf("[[sim tokens=2]]"), stream: true });
  const types: string[] = [];
  for await (const event of stream) types.push(event.type);
  expect(types).toEqual([
    "message_start",
    "content_block_start",
    "content_block_delta",
    "content_block_delta",
    "content_block_stop",
    "message_delta",
    "message_stop",
  ]);
  // The client swallows pings; the bytes have one.
  const headers = { "x-api-key": "practice-raw", "anthropic-version": "2023-06-01" };
  const body = JSON.stringify({ ...paramsOf("hi"), stream: true });
  const raw = await (await fetch(`${provider.origin}/v1/messages`, { method: "POST", headers, body })).text();
  expect(raw).toContain('event: ping\ndata: {"type":"ping"}\n\n');
});

test("a tool is called by its name, and its result is told in text", async () => {
  const first = await ask("Use alpha", { tools });
  const use = first.content.find((block) => block.type === "tool_use");
  expect(use).toMatchObject({ name: "alpha", input: { city: "practice" } });
  expect(first.stop_reason).toBe("tool_use");
  const result = { type: "tool_result" as const, tool_use_id: use?.id ?? "", content: "sunny and mild" };
  const messages = [
    { role: "user" as const, content: "Use alpha" },
    { role: "assistant" as const, content: first.content },
    { role: "user" as const, content: [result] },
  ];
  expect(JSON.stringify((await ask("", { tools, messages })).content)).toContain("sunny and mild");
  for (const broken of [messages.slice(0, 2), messages.slice(2)]) {
    await expect(ask("", { tools, messages: broken })).rejects.toBeInstanceOf(BadRequestError);
  }
  const one = { type: "any" as const, disable_parallel_tool_use: true };
  expect((await ask("alpha beta", { tools, tool_choice: one })).content).toHaveLength(1);
});

test("marked prompts are written to the cache once and read after that, for 5 minutes or an hour", async () => {
  const text = Array.from({ length: 60 }, (_, index) => `law${index}`).join(" ");
  const system = (ttl: "5m" | "1h") => [
    { type: "text" as const, text: `${ttl} ${text}`, cache_control: { type: "ephemeral" as const, ttl } },
  ];
  for (const ttl of ["5m", "1h"] as const) {
    const first = (await ask("one", { system: system(ttl) })).usage;
    const written = first.cache_creation_input_tokens ?? 0;
    expect(written).toBeGreaterThan(60);
    expect(first.cache_creation).toEqual({
      ephemeral_5m_input_tokens: ttl === "5m" ? written : 0,
      ephemeral_1h_input_tokens: ttl === "1h" ? written : 0,
    });
    const second = (await ask("two", { system: system(ttl) })).usage;
    expect(second).toMatchObject({ cache_creation_input_tokens: 0, cache_read_input_tokens: written });
    expect(second.input_tokens).toBeLessThan(written);
  }
});

test("a stop sequence, an image and a JSON schema do what they do", async () => {
  const stopped = await ask("Stop", { stop_sequences: ["model."] });
  expect(stopped).toMatchObject({ stop_reason: "stop_sequence", stop_sequence: "model." });
  const source = { type: "base64" as const, media_type: "image/png" as const, data: "AAAA" };
  const seen = await ask([
    { type: "image", source },
    { type: "text", text: "What?" },
  ]);
  expect(JSON.stringify(seen.content)).toContain("1 image");
  const json = await ask("Plan", { output_config: { format: { type: "json_schema", schema: input_schema } } });
  expect(json.content).toMatchObject([{ text: '{"city":"practice"}' }]);
});

test("errors have the shapes that the official client turns into its own classes", async () => {
  const stranger = new Anthropic({ baseURL: provider.origin, apiKey: "sk-other", maxRetries: 0 });
  await expect(stranger.messages.create(paramsOf("x"))).rejects.toBeInstanceOf(AuthenticationError);
  await expect(ask("x", { model: "claude-x" })).rejects.toBeInstanceOf(NotFoundError);
  const overloaded = await ask("[[sim status=529]]").catch((error: unknown) => error);
  if (!(overloaded instanceof APIError)) throw new Error("not overloaded");
  expect(overloaded.error).toMatchObject({ type: "error", error: { type: "overloaded_error" } });
  expect(overloaded.error).toHaveProperty("request_id");
  const unknownField = { ...paramsOf("x"), frequency_penalty: 1 };
  await expect(client.messages.create(unknownField)).rejects.toThrow(/frequency_penalty/);
  const { max_tokens, ...unlimited } = paramsOf("x");
  // Deliberately not a valid request.
  await expect(client.messages.create(unlimited as Params)).rejects.toThrow(/max_tokens/);
  await expect(ask("[[sim context_too_long]]")).rejects.toThrow(/prompt is too long/);
  const unversioned = await fetch(`${provider.origin}/v1/messages`, {
    method: "POST",
    headers: { "x-api-key": "practice-x" },
    body: JSON.stringify(paramsOf("x")),
  });
  expect(unversioned.status).toBe(400);
});

test("an error inside the stream is thrown by the client as what it is", async () => {
  const failed = await streamed("[[sim error_event_after=3]]").catch((error: unknown) => error);
  expect(failed).toMatchObject({ error: { type: "error", error: { type: "overloaded_error" } } });
});

test("models and counted tokens have Anthropic's shape, also on the path it shares with OpenAI", async () => {
  const page = await client.models.list();
  expect(page.data.map(({ id }) => id)).toContain("claude-opus-5");
  expect(page.data[0]?.type).toBe("model");
  const { input_tokens } = await client.messages.countTokens({
    model: "claude-opus-5",
    messages: [{ role: "user", content: "Plan a picnic" }],
  });
  expect(input_tokens).toBe((await ask("Plan a picnic")).usage.input_tokens);
});
