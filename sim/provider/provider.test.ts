import OpenAI, { AuthenticationError, BadRequestError, NotFoundError, RateLimitError } from "openai";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ProviderProcess, spawnProvider } from "./spawn.ts";

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
