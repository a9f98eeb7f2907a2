import OpenAI, { AuthenticationError, AzureOpenAI, RateLimitError } from "openai";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ProviderProcess, spawnProvider } from "../spawn.ts";

let provider: ProviderProcess;
let client: AzureOpenAI;

beforeAll(async () => {
  provider = await spawnProvider(7, { models: ["prod-east"] });
  client = clientWith("practice-azure");
});
afterAll(() => provider.stop());

function clientWith(apiKey: string): AzureOpenAI {
  return new AzureOpenAI({ endpoint: provider.origin, apiKey, apiVersion: "2024-10-21", maxRetries: 0 });
}

function ask(content: string, model = "prod-east") {
  return client.chat.completions.create({ model, messages: [{ role: "user", content }] });
}

function post(path: string, body: object = { messages: [{ role: "user", content: "hi" }] }) {
  const headers = { "api-key": "practice-azure", "content-type": "application/json" };
  return fetch(`${provider.origin}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
}

test("the deployment of the path answers, and says what the filter found", async () => {
  const answer = await ask("Hello");
  expect(answer.model).toBe("prod-east");
  expect(answer).toMatchObject({
    prompt_filter_results: [{ prompt_index: 0, content_filter_results: { hate: { filtered: false } } }],
    choices: [{ content_filter_results: { violence: { filtered: false, severity: "safe" } } }],
  });
  expect((await provider.ledger()).at(-1)).toMatchObject({ surface: "azure.chat", key: "practice-azure" });
  const path = (await provider.requests()).at(-1)?.path;
  expect(path).toBe("/openai/deployments/prod-east/chat/completions?api-version=2024-10-21");
});

test("a stream begins with a chunk that has no choices but the prompt's filter results", async () => {
  const plain = await ask("Stream");
  const stream = await client.chat.completions.create({
    model: "prod-east",
    messages: [{ role: "user", content: "Stream" }],
    stream: true,
    stream_options: { include_usage: true },
  });
  const chunks: OpenAI.ChatCompletionChunk[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  expect(chunks[0]).toMatchObject({ id: "", choices: [], prompt_filter_results: [{ prompt_index: 0 }] });
  const text = chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "").join("");
  expect(text).toBe(plain.choices[0]?.message.content);
  expect(chunks.at(-1)?.usage).toEqual(plain.usage);
});

test("a wrong key, a missing api-version and an unknown deployment have Azure's shapes", async () => {
  const stranger = clientWith("other").chat.completions.create({ model: "prod-east", messages: [] });
  await expect(stranger).rejects.toBeInstanceOf(AuthenticationError);
  await expect(stranger).rejects.toMatchObject({ error: { code: "401" } });
  const undated = await post("/openai/deployments/prod-east/chat/completions");
  expect(undated.status).toBe(404);
  expect(await undated.json()).toEqual({ error: { code: "404", message: "Resource not found" } });
  const unknown = await post("/openai/deployments/gone/chat/completions?api-version=2024-10-21");
  expect(await unknown.json()).toMatchObject({ error: { code: "DeploymentNotFound" } });
});

test("a filtered prompt is a 400 with innererror, a filtered answer a finish reason", async () => {
  await expect(ask("[[sim content_filter]]")).rejects.toMatchObject({
    status: 400,
    code: "content_filter",
    error: {
      innererror: {
        code: "ResponsibleAIPolicyViolation",
        content_filter_result: { violence: { filtered: true, severity: "medium" } },
      },
    },
  });
  const cut = await ask("[[sim content_filter=output]]");
  expect(cut.choices[0]).toMatchObject({
    finish_reason: "content_filter",
    content_filter_results: { violence: { filtered: true } },
  });
});

test("too many calls say when to come back, in seconds and milliseconds", async () => {
  const limited = await ask("[[sim status=429 retry_after=2]]").catch((error: unknown) => error);
  if (!(limited instanceof RateLimitError)) throw new Error("not limited");
  expect(limited.headers.get("retry-after")).toBe("2");
  expect(limited.headers.get("retry-after-ms")).toBe("2000");
});

test("embeddings and responses are there too, dated and under /openai/v1", async () => {
  const { data } = await client.embeddings.create({ model: "prod-east", input: "harbour", dimensions: 8 });
  expect(data[0]?.embedding).toHaveLength(8);
  const dated = await client.responses.create({ model: "prod-east", input: "Hello" });
  const v1 = new OpenAI({ baseURL: `${provider.origin}/openai/v1`, apiKey: "practice-azure", maxRetries: 0 });
  const undated = await v1.responses.create({ model: "prod-east", input: "Hello" });
  expect(undated.output_text).toBe(dated.output_text);
  expect((await provider.ledger()).at(-1)?.surface).toBe("azure.responses");
});
