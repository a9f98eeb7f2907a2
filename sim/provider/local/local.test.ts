import OpenAI from "openai";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { type ProviderProcess, spawnProvider } from "../spawn.ts";

const personas = ["ollama", "llamacpp", "vllm"] as const;
const servers = new Map<string, ProviderProcess>();

beforeAll(async () => {
  const start = async (persona: (typeof personas)[number]) =>
    servers.set(persona, await spawnProvider(7, { persona, models: ["qwen3:4b"], contextTokens: 300 }));
  await Promise.all(personas.map(start));
});
afterAll(async () => {
  await Promise.all([...servers.values()].map((server) => server.stop()));
});

function serverOf(persona: string): ProviderProcess {
  const server = servers.get(persona);
  if (!server) throw new Error(`no ${persona}`);
  return server;
}
async function get(persona: string, path: string): Promise<unknown> {
  return await (await fetch(`${serverOf(persona).origin}${path}`)).json();
}

test.each(personas)("%s answers OpenAI's chat without a key, and has a context of its own", async (persona) => {
  const { baseUrl } = serverOf(persona);
  // The client insists on a key; these servers ignore it.
  const client = new OpenAI({ baseURL: baseUrl, apiKey: "none", maxRetries: 0 });
  const ask = (content: string) =>
    client.chat.completions.create({ model: "qwen3:4b", messages: [{ role: "user", content }] });
  expect((await ask("Hello")).choices[0]?.message.content).toContain("qwen3:4b");
  expect((await client.models.list()).data.map(({ id }) => id)).toContain("qwen3:4b");
  const long = Array.from({ length: 400 }, (_, index) => `word${index}`).join(" ");
  await expect(ask(long)).rejects.toMatchObject({ status: 400 });
  const keyless = await fetch(`${baseUrl}/chat/completions`, {
    method: "POST",
    body: JSON.stringify({ model: "qwen3:4b", messages: [{ role: "user", content: "hi" }] }),
  });
  expect(keyless.status).toBe(200);
});

test.each(personas)("%s shows what a reasoning model thought, the same in a stream", async (persona) => {
  const field = persona === "ollama" ? "reasoning" : "reasoning_content";
  const body = { model: "practice-reasoner", messages: [{ role: "user", content: "Think" }] };
  const ask = (isStream: boolean) =>
    fetch(`${serverOf(persona).baseUrl}/chat/completions`, {
      method: "POST",
      body: JSON.stringify({ ...body, stream: isStream }),
    });
  const Message = z.object({ choices: z.array(z.object({ message: z.record(z.string(), z.unknown()) })) });
  const thought = Message.parse(await (await ask(false)).json()).choices[0]?.message[field];
  const events = [...(await (await ask(true)).text()).matchAll(/^data: (\{.*)$/gm)].map(([, json = ""]) => json);
  const Delta = z.object({ choices: z.array(z.object({ delta: z.record(z.string(), z.unknown()) })) });
  const deltas = events.map((json) => Delta.parse(JSON.parse(json)).choices[0]?.delta[field] ?? "");
  expect(deltas.join("")).toBe(thought);
  expect(thought).toBeTypeOf("string");
});

test("ollama says what is installed, what is loaded with which context, and its version", async () => {
  const Tags = z.object({ models: z.array(z.object({ name: z.string(), size: z.int(), digest: z.string() })) });
  expect(Tags.parse(await get("ollama", "/api/tags")).models.map(({ name }) => name)).toContain("qwen3:4b");
  expect(await get("ollama", "/api/ps")).toMatchObject({ models: [{ name: "practice-small", context_length: 300 }] });
  expect(await get("ollama", "/api/version")).toHaveProperty("version");
  const show = await fetch(`${serverOf("ollama").origin}/api/show`, {
    method: "POST",
    body: JSON.stringify({ model: "practice-reasoner" }),
  });
  expect(await show.json()).toMatchObject({ capabilities: expect.arrayContaining(["tools", "thinking"]) });
});

test("llama.cpp says health, properties, slots and the context its model was trained with", async () => {
  expect(await get("llamacpp", "/health")).toEqual({ status: "ok" });
  expect(await get("llamacpp", "/props")).toMatchObject({
    default_generation_settings: { n_ctx: 300 },
    total_slots: 1,
  });
  expect(await get("llamacpp", "/slots")).toMatchObject([{ id: 0, n_ctx: 300 }]);
  expect(await get("llamacpp", "/v1/models")).toMatchObject({ data: [{ meta: { n_ctx_train: 131_072 } }, {}, {}, {}] });
});

test("vLLM says its longest sequence, version, health and metrics", async () => {
  const Models = z.object({ data: z.array(z.object({ max_model_len: z.int() })) });
  expect(Models.parse(await get("vllm", "/v1/models")).data[0]?.max_model_len).toBe(300);
  expect(await get("vllm", "/version")).toHaveProperty("version");
  const { origin } = serverOf("vllm");
  expect((await fetch(`${origin}/health`)).status).toBe(200);
  expect(await (await fetch(`${origin}/metrics`)).text()).toMatch(/^vllm:generation_tokens_total\{.*\} [1-9]/m);
});

test("each server's errors are its own", async () => {
  const body = JSON.stringify({ model: "gone", messages: [{ role: "user", content: "hi" }] });
  const errorOf = async (persona: string) =>
    await (await fetch(`${serverOf(persona).baseUrl}/chat/completions`, { method: "POST", body })).json();
  expect(await errorOf("ollama")).toMatchObject({ error: { type: "not_found_error" } });
  expect(await errorOf("llamacpp")).toMatchObject({ error: { type: "not_found_error", code: 404 } });
  expect(await errorOf("vllm")).toMatchObject({ error: { type: "NotFoundError", code: 404 } });
});
