import OpenAI, { AuthenticationError, BadRequestError, NotFoundError, RateLimitError } from "openai";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ProviderProcess, spawnProvider } from "../spawn.ts";

let provider: ProviderProcess;
let client: OpenAI;

beforeAll(async () => {
  provider = await spawnProvider(7);
  client = new OpenAI({ baseURL: provider.baseUrl, apiKey: "practice-test", maxRetries: 0 });
});
afterAll(() => provider.stop());

function ask(content: string, more: Partial<OpenAI.ChatCompletionCreateParamsNonStreaming> = {}) {
  return client.chat.completions.create({ model: "practice-small", messages: [{ role: "user", content }], ...more });
}

test("the same request gets the same answer and the same usage", async () => {
  const [first, second] = [await ask("Plan a picnic"), await ask("Plan a picnic")];
  expect(first.choices).toEqual(second.choices);
  expect(first.usage).toEqual(second.usage);
  expect(first.choices[0]?.message.content).toContain("practice model");
  expect(first.choices[0]?.message.content).toContain("Plan a picnic");
});

test("a stream ends with usage when asked, and carries the same text as the plain answer", async () => {
  const plain = await ask("Stream me");
  const stream = await client.chat.completions.create({
    model: "practice-small",
    messages: [{ role: "user", content: "Stream me" }],
    stream: true,
    stream_options: { include_usage: true },
  });
  const chunks: OpenAI.ChatCompletionChunk[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "").join("")).toBe(plain.choices[0]?.message.content);
  expect(chunks.at(-1)?.choices).toEqual([]);
  expect(chunks.at(-1)?.usage).toEqual(plain.usage);
});

test("max_tokens is honoured, unless the provider is told to misbehave", async () => {
  const cut = await ask("Long [[sim tokens=300]]", { max_completion_tokens: 20 });
  expect(cut.usage?.completion_tokens).toBe(20);
  expect(cut.choices[0]?.finish_reason).toBe("length");
  const over = await ask("Long [[sim tokens=300 overshoot]]", { max_tokens: 20 });
  expect(over.usage?.completion_tokens).toBe(300);
});

test("each of n answers counts", async () => {
  const answer = await ask("Many [[sim tokens=10]]", { n: 3 });
  expect(answer.choices).toHaveLength(3);
  expect(answer.usage?.completion_tokens).toBe(30);
});

test("the reasoner reports reasoning tokens inside completion tokens", async () => {
  const { usage } = await ask("Think", { model: "practice-reasoner" });
  const reasoning = usage?.completion_tokens_details?.reasoning_tokens ?? 0;
  expect(reasoning).toBeGreaterThan(0);
  expect(usage?.completion_tokens).toBeGreaterThan(reasoning);
});

test("a repeated prefix of 128 tokens or more is reported as cached", async () => {
  const prefix = Array.from({ length: 250 }, (_, index) => `fact${index}`).join(" ");
  const first = await ask(`${prefix} one`);
  const second = await ask(`${prefix} two`);
  expect(first.usage?.prompt_tokens_details?.cached_tokens).toBe(0);
  expect(second.usage?.prompt_tokens_details?.cached_tokens).toBe(256);
});

test("errors have the shapes that the official client turns into its own classes", async () => {
  const stranger = new OpenAI({ baseURL: provider.baseUrl, apiKey: "sk-other", maxRetries: 0 });
  await expect(stranger.models.list()).rejects.toBeInstanceOf(AuthenticationError);
  await expect(ask("x", { model: "gpt-x" })).rejects.toBeInstanceOf(NotFoundError);
  await expect(ask("x", { max_tokens: 0 })).rejects.toBeInstanceOf(BadRequestError);
  await expect(ask("x [[sim status=429 retry_after=2]]")).rejects.toBeInstanceOf(RateLimitError);
});

test("a cut stream ends without [DONE], and the ledger says so", async () => {
  const response = await fetch(`${provider.baseUrl}/chat/completions`, {
    method: "POST",
    headers: { authorization: "Bearer practice-cut", "content-type": "application/json" },
    body: JSON.stringify({
      model: "practice-small",
      stream: true,
      messages: [{ role: "user", content: "[[sim cut_after=3]]" }],
    }),
  });
  await expect(response.text()).rejects.toThrow();
  const row = (await provider.ledger()).find((call) => call.key === "practice-cut");
  expect(row).toMatchObject({ isComplete: false, isStream: true });
});

test("models are listed in OpenAI's shape", async () => {
  const page = await client.models.list();
  expect(page.data.map((model) => model.id)).toEqual(["practice-small", "practice-large", "practice-reasoner"]);
});

const parameters = {
  type: "object",
  properties: { city: { type: "string" }, days: { type: "integer", minimum: 2 } },
  required: ["city", "days"],
  additionalProperties: false,
};
const tool = (name: string) => ({ type: "function" as const, function: { name, parameters } });
const messages = (content: string) => [{ role: "user" as const, content }];

test("a tool named in the question is called with arguments of its schema, and its answer is told in text", async () => {
  const tools = [tool("get_weather"), tool("get_tides")];
  const first = await ask("Use get_weather please", { tools });
  const call = first.choices[0]?.message.tool_calls?.[0];
  expect(first.choices[0]?.finish_reason).toBe("tool_calls");
  if (call?.type !== "function") throw new Error("no function call");
  expect(call.function.name).toBe("get_weather");
  expect(JSON.parse(call.function.arguments)).toEqual({ city: "practice", days: 2 });
  const second = await client.chat.completions.create({
    model: "practice-small",
    tools,
    messages: [
      ...messages("Use get_weather please"),
      { role: "assistant", tool_calls: [call] },
      { role: "tool", tool_call_id: call.id, content: "sunny and mild" },
    ],
  });
  expect(second.choices[0]?.message.content).toContain("sunny and mild");
  expect(second.choices[0]?.finish_reason).toBe("stop");
});

test("tool_choice decides: none calls nothing, required and a name call, one at a time when not parallel", async () => {
  const tools = [tool("alpha"), tool("beta")];
  const namesOf = async (content: string, more: Partial<OpenAI.ChatCompletionCreateParamsNonStreaming>) => {
    const { choices } = await ask(content, { tools, ...more });
    return (choices[0]?.message.tool_calls ?? []).map((call) => (call.type === "function" ? call.function.name : ""));
  };
  expect(await namesOf("alpha beta", { tool_choice: "none" })).toEqual([]);
  expect(await namesOf("hello", {})).toEqual([]);
  expect(await namesOf("hello", { tool_choice: "required" })).toEqual(["alpha"]);
  const named = { type: "function" as const, function: { name: "beta" } };
  expect(await namesOf("hello", { tool_choice: named })).toEqual(["beta"]);
  expect(await namesOf("alpha beta", {})).toEqual(["alpha", "beta"]);
  expect(await namesOf("alpha beta", { parallel_tool_calls: false })).toEqual(["alpha"]);
  expect(await namesOf("[[sim tools=3]]", {})).toEqual(["alpha", "beta", "alpha"]);
  expect(await namesOf("[[sim tool=beta]]", {})).toEqual(["beta"]);
});

test("a streamed tool call adds up to the plain one", async () => {
  const tools = [tool("alpha"), tool("beta")];
  const plain = await ask("alpha beta", { tools });
  const stream = client.chat.completions.stream({ model: "practice-small", tools, messages: messages("alpha beta") });
  const { choices } = await stream.finalChatCompletion();
  expect(choices[0]?.message.tool_calls).toMatchObject(plain.choices[0]?.message.tool_calls ?? []);
  expect(choices[0]?.finish_reason).toBe("tool_calls");
});

test("a tool message that answers nothing, and a call nobody answers, are refused", async () => {
  const orphan = { role: "tool" as const, tool_call_id: "call_x", content: "?" };
  const call = { id: "call_x", type: "function" as const, function: { name: "alpha", arguments: "{}" } };
  const asking = { role: "assistant" as const, tool_calls: [call] };
  for (const broken of [[orphan], [asking, ...messages("go on")], [...messages("go on"), asking]]) {
    const asked = client.chat.completions.create({ model: "practice-small", messages: broken });
    await expect(asked).rejects.toBeInstanceOf(BadRequestError);
  }
});

test("JSON is answered when asked for, by schema or freely", async () => {
  const schema = { type: "json_schema" as const, json_schema: { name: "trip", schema: parameters, strict: true } };
  const strict = await ask("Plan", { response_format: schema });
  expect(JSON.parse(strict.choices[0]?.message.content ?? "")).toEqual({ city: "practice", days: 2 });
  const free = await ask("Answer in JSON", { response_format: { type: "json_object" } });
  expect(JSON.parse(free.choices[0]?.message.content ?? "")).toMatchObject({ model: "practice-small" });
  expect(JSON.parse((await ask("[[sim json]]")).choices[0]?.message.content ?? "")).toBeTypeOf("object");
  const unsaid = ask("Plan", { response_format: { type: "json_object" } });
  await expect(unsaid).rejects.toBeInstanceOf(BadRequestError);
});

test("images are counted, in the answer, in the prompt's tokens and in the ledger", async () => {
  const image = { type: "image_url" as const, image_url: { url: "data:image/png;base64,AAAA" } };
  const content = [{ type: "text" as const, text: "What is this?" }, image, image];
  const seen = await client.chat.completions.create({ model: "practice-small", messages: [{ role: "user", content }] });
  const blind = await ask("What is this?");
  expect(seen.choices[0]?.message.content).toContain("2 images");
  expect((seen.usage?.prompt_tokens ?? 0) - (blind.usage?.prompt_tokens ?? 0)).toBe(170);
  expect((await provider.ledger()).at(-2)?.images).toBe(2);
});

test("a stop sequence ends the text before itself", async () => {
  const whole = await ask("Stop early");
  const text = whole.choices[0]?.message.content ?? "";
  const cut = await ask("Stop early", { stop: ["model."] });
  expect(cut.choices[0]?.message.content).toBe(text.slice(0, text.indexOf("model.")));
  expect(cut.choices[0]?.finish_reason).toBe("stop");
  expect(cut.usage?.completion_tokens).toBeLessThan(whole.usage?.completion_tokens ?? 0);
});

test("any practice- name and every listed name is a model", async () => {
  expect((await ask("x", { model: "practice-mine" })).model).toBe("practice-mine");
  expect((await client.models.retrieve("practice-small")).id).toBe("practice-small");
  await expect(client.models.retrieve("gpt-x")).rejects.toBeInstanceOf(NotFoundError);
});

test("reasoning and audio are inside max_tokens, and leave no room for text when they fill it", async () => {
  const thought = await ask("[[sim reasoning=500]]", { max_completion_tokens: 100 });
  expect(thought.usage).toMatchObject({ completion_tokens: 100, completion_tokens_details: { reasoning_tokens: 100 } });
  expect(thought.choices[0]).toMatchObject({ finish_reason: "length", message: { content: "" } });
  const spoken = await ask("[[sim reasoning=70 audio_out=500]]", { max_completion_tokens: 100 });
  expect(spoken.usage).toMatchObject({ completion_tokens: 100, completion_tokens_details: { audio_tokens: 30 } });
});

test("a refusal and a filtered answer are what they are, also in a stream", async () => {
  const [refused] = (await ask("[[sim refusal]]")).choices;
  expect(refused).toMatchObject({ finish_reason: "stop", message: { content: null, refusal: expect.any(String) } });
  const [filtered] = (await ask("[[sim content_filter]]")).choices;
  expect(filtered?.finish_reason).toBe("content_filter");
  await expect(ask("[[sim content_filter=prompt]]")).rejects.toMatchObject({ status: 400, code: "invalid_prompt" });
  const stream = client.chat.completions.stream({ model: "practice-small", messages: messages("[[sim refusal]]") });
  expect((await stream.finalChatCompletion()).choices[0]?.message.refusal).toBe(refused?.message.refusal);
});
