import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { setImmediate as turn } from "node:timers/promises";
import OpenAI, { BadRequestError, NotFoundError } from "openai";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { LoadedModel } from "./llama.ts";
import { createLocalServer } from "./server.ts";

function* endless(): Iterable<string> {
  while (true) yield " more";
}

let running = 0;
let made = 0;
/** Words in the place of llama.cpp, which is not part of the root install. */
const model: LoadedModel = {
  countTokens: (text) => text.length,
  async *generate(prompt, { maxTokens }) {
    running += 1;
    if (running > 1) throw new Error("two answers at once");
    try {
      const words = prompt === "endless" ? endless() : [" one", " two", " three"].slice(0, maxTokens);
      for (const word of words) {
        await turn();
        made += 1;
        yield word;
      }
    } finally {
      running -= 1;
    }
  },
};
const server = createLocalServer({ model, name: "tiny", contextTokens: 50 });
let client: OpenAI;

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  client = new OpenAI({ baseURL: `http://127.0.0.1:${port}/v1`, apiKey: "none", maxRetries: 0 });
});
afterAll(() => server.close());

const ask = (content: string, more: { model?: string; max_tokens?: number } = {}) =>
  client.chat.completions.create({ model: "tiny", messages: [{ role: "user", content }], ...more });

test("an answer has its words, why it ended and what it used; a stream adds up to it", async () => {
  const plain = await ask("hello");
  expect(plain.choices[0]).toMatchObject({ message: { content: "one two three" }, finish_reason: "stop" });
  expect(plain.usage).toEqual({ prompt_tokens: 5, completion_tokens: 3, total_tokens: 8 });
  const messages = [{ role: "user" as const, content: "hello" }];
  const options = { stream: true, stream_options: { include_usage: true } } as const;
  let text = "";
  let usage: unknown;
  for await (const chunk of await client.chat.completions.create({ model: "tiny", messages, ...options })) {
    text += chunk.choices[0]?.delta.content ?? "";
    usage = chunk.usage ?? usage;
  }
  expect([text, usage]).toEqual(["one two three", plain.usage]);
});

test("max_tokens ends an answer", async () => {
  expect((await ask("hello", { max_tokens: 2 })).choices[0]).toMatchObject({ finish_reason: "length" });
});

test("calls wait for each other", async () => {
  const before = made;
  const answers = await Promise.all(Array.from({ length: 5 }, () => ask("hello")));
  expect(answers).toHaveLength(5);
  expect(made - before).toBe(15);
});

test("a caller that hangs up ends its answer", async () => {
  const before = made;
  const body = JSON.stringify({ model: "tiny", stream: true, messages: [{ role: "user", content: "endless" }] });
  const controller = new AbortController();
  const response = await fetch(`${client.baseURL}/chat/completions`, {
    method: "POST",
    body,
    signal: controller.signal,
  });
  expect(response.status).toBe(200);
  await expect.poll(() => made).toBeGreaterThan(before + 3);
  controller.abort();
  await expect.poll(() => running).toBe(0);
});

test("another model, a long prompt and no chat at all are refused", async () => {
  await expect(ask("hello", { model: "large" })).rejects.toBeInstanceOf(NotFoundError);
  await expect(ask("x".repeat(60))).rejects.toBeInstanceOf(BadRequestError);
  await expect(client.post("/chat/completions", { body: { model: "tiny" } })).rejects.toBeInstanceOf(BadRequestError);
  await expect(ask("x".repeat(1_000_001))).rejects.toMatchObject({ status: 413 });
  expect((await client.models.list()).data.map(({ id }) => id)).toEqual(["tiny"]);
});
