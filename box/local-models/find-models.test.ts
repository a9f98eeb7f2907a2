import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { Discovered } from "../../lib/protocol/channel.ts";
import type { LocalPersona } from "../../sim/provider/local/dialect.ts";
import { spawnProvider } from "../../sim/provider/spawn.ts";
import { prv } from "../testing/world.ts";
import { findModels } from "./find-models.ts";

async function personaOf(persona: LocalPersona) {
  const provider = await spawnProvider(1, { persona, models: ["qwen3:4b"], contextTokens: 300 });
  onTestFinished(() => provider.stop());
  return provider;
}

/** A server whose answers are what the table says, by path; 404 elsewhere. */
async function serverOf(answers: Record<string, string>) {
  const authorizations: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    authorizations.push(request.headers.authorization);
    const text = answers[request.url ?? ""];
    response.writeHead(text === undefined ? 404 : 200).end(text);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  // A listening TCP server always has an AddressInfo; strings are for pipes only.
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, authorizations };
}

test.each([
  ["ollama", "ollama"],
  ["llamacpp", "llama.cpp"],
  ["vllm", "vllm"],
] as const)(
  "a server of %s is known for what it is, with its models, with and without /v1",
  async (persona, server) => {
    const { origin, baseUrl } = await personaOf(persona);
    for (const url of [origin, `${origin}/`, baseUrl, `${baseUrl}/`]) {
      const found = await findModels(url, "");
      expect(found?.server).toBe(server);
      expect(found?.models.map(({ id }) => id)).toContain("qwen3:4b");
    }
    const found = await findModels(origin, "");
    const loaded = found?.models.filter(({ isLoaded }) => isLoaded) ?? [];
    expect(loaded.length).toBe(persona === "ollama" ? 1 : 4);
    for (const model of loaded) expect(model.contextTokens).toBe(300);
    Discovered.parse({ connectionId: prv(1), ...found });
  },
);

test("whatever else answers OpenAI's list is a server too, and gets the key", async () => {
  const { url, authorizations } = await serverOf({ "/v1/models": '{"data":[{"id":"m"}]}' });
  expect(await findModels(url, "secret")).toEqual({
    server: "other",
    models: [{ id: "m", contextTokens: null, isLoaded: true }],
  });
  expect(new Set(authorizations)).toEqual(new Set(["Bearer secret"]));
});

test.each([
  ["nobody", {}],
  ["a web page", { "/api/tags": "<html>", "/v1/models": "<html>" }],
  ["another API", { "/api/tags": '{"tags":[]}', "/v1/models": '{"models":[]}' }],
])("%s is no model server", async (_name, answers) => {
  expect(await findModels((await serverOf(answers)).url, "")).toBeNull();
});

test("nobody who listens is no model server", async () => {
  expect(await findModels("http://127.0.0.1:9", "")).toBeNull();
});

test("odd figures, nameless models and hundreds of them are nothing that the console would refuse", async () => {
  const rows = Array.from({ length: 300 }, (_, index) => ({ id: `m${index}` }));
  const odd = [
    { id: "", max_model_len: 5 },
    { id: "x".repeat(129) },
    { id: "minus", max_model_len: -1 },
    { id: "half", max_model_len: 0.5 },
    { id: "words", max_model_len: "8k" },
    { id: "trained", meta: { n_ctx: null, n_ctx_train: 4096 } },
  ];
  const { url } = await serverOf({ "/v1/models": JSON.stringify({ data: [...odd, ...rows] }) });
  const found = await findModels(url, "");
  Discovered.parse({ connectionId: prv(1), ...found });
  expect(found?.models.slice(0, 4)).toEqual([
    { id: "minus", contextTokens: null, isLoaded: true },
    { id: "half", contextTokens: null, isLoaded: true },
    { id: "words", contextTokens: null, isLoaded: true },
    { id: "trained", contextTokens: 4096, isLoaded: true },
  ]);
});
