import { createParser } from "eventsource-parser";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { practiceConnection, routeTo, targetOf } from "../testing/world.ts";
import { CannedUpstream } from "./testing/canned-upstream.ts";
import { anthropic, azure, type GatewayWorld, openai, startGatewayWorld } from "./testing/gateway-world.ts";

const canned = 7;
const claude = "practice-claude";
const model = "practice-model";
const failure = { ...routeTo([openai]).failure, retries: 0 };

let world: GatewayWorld;
let odd: CannedUpstream;
beforeAll(async () => {
  odd = await CannedUpstream.start();
  world = await startGatewayWorld({
    // Routes named like the model they stand for: the same request can go either way.
    routes: {
      [model]: routeTo([targetOf(openai, model)], { failure }),
      [claude]: routeTo([targetOf(anthropic, claude)], { failure }),
      "practice-odd": routeTo([targetOf(canned, "practice-odd")]),
      "practice-azure": routeTo([targetOf(azure, "practice-azure")]),
    },
    connections: () => [practiceConnection(canned, odd.baseUrl, { kind: "openai_compatible" })],
    budgets: [],
  });
});
afterAll(async () => {
  await world.stop();
  await odd.stop();
});

const version = { "anthropic-version": "2023-06-01" };
const key = { authorization: "Bearer practice-direct", ...version };

async function direct(path: string, body: string): Promise<Response> {
  return await fetch(`${world.provider.origin}${path}`, { method: "POST", headers: key, body });
}

/** Ids that are drawn anew for every answer. */
const withoutIds = (text: string) => text.replaceAll(/(resp_practice|req_)[0-9a-f-]{32,36}/g, "$1…");

type Told = { event: string | undefined; data: string };
function eventsIn(text: string): Told[] {
  const events: Told[] = [];
  const parser = createParser({ onEvent: ({ event, data }) => events.push({ event, data: withoutIds(data) }) });
  parser.feed(text);
  return events;
}

const tool = {
  type: "function",
  function: { name: "get_weather", parameters: { type: "object", properties: { city: { type: "string" } } } },
};
const claudeTool = { name: "get_weather", input_schema: { type: "object", properties: { city: { type: "string" } } } };
const said = (content: unknown) => ({ messages: [{ role: "user", content }] });
const chatCases: [string, object][] = [
  ["words", said("Say something")],
  ["unicode", said("Grüße 🌱 你好\u2028 \ud83d\ude00 \\u0000")],
  ["two choices", { ...said("Say it twice"), n: 2 }],
  ["tool calls", { ...said("Weather? [[sim tools=2]]"), tools: [tool], parallel_tool_calls: true }],
  ["a refusal", said("[[sim refusal]]")],
  ["a cut answer", { ...said("Long"), max_tokens: 3 }],
  ["reasoning", { ...said("Think [[sim reasoning=20]]"), reasoning_effort: "high" }],
  ["JSON", { ...said("As json"), response_format: { type: "json_object" } }],
  ["logprobs and what nobody knows", { ...said("Odd"), logprobs: true, top_logprobs: 2, x_new: { deep: [1, null] } }],
  ["pieces of one byte", said("Grüße 🌱 [[sim chunk_bytes=1 tokens=12]]")],
  ["CR LF", said("Grüße [[sim crlf]]")],
];
const responsesCases: [string, object][] = [
  ["words", { input: "Say something" }],
  [
    "items and unicode",
    { input: [{ role: "user", content: [{ type: "input_text", text: "Grüße 🌱" }] }], metadata: { a: "b" } },
  ],
  ["tool calls", { input: "Weather? [[sim tools=1]]", tools: [{ type: "function", name: "w", parameters: {} }] }],
  ["reasoning", { input: "Think [[sim reasoning=20]]", reasoning: { effort: "high", summary: "auto" } }],
  ["a cut answer", { input: "Long", max_output_tokens: 3 }],
  ["pieces of one byte", { input: "Grüße 🌱 [[sim chunk_bytes=3 crlf tokens=8]]" }],
];
const messagesCases: [string, object][] = [
  ["words", said("Say something")],
  ["unicode and a system", { ...said([{ type: "text", text: "Grüße 🌱" }]), system: [{ type: "text", text: "Kurz" }] }],
  ["tool calls", { ...said("Weather? [[sim tool=get_weather]]"), tools: [claudeTool] }],
  ["thinking", { ...said("Think"), thinking: { type: "enabled", budget_tokens: 1024 }, max_tokens: 2000 }],
  ["a stop sequence", { ...said("Say something"), stop_sequences: ["practice"] }],
  ["pieces of one byte", said("Grüße 🌱 [[sim chunk_bytes=1 crlf tokens=12]]")],
];
const apis = [
  { api: "chat", path: "/v1/chat/completions", base: { model }, cases: chatCases },
  { api: "responses", path: "/v1/responses", base: { model }, cases: responsesCases },
  { api: "messages", path: "/v1/messages", base: { model: claude, max_tokens: 100 }, cases: messagesCases },
];

describe.each(apis)("$api", ({ api, path, base, cases }) => {
  test.each(cases)("the same bytes with and without the box between: %s", async (_name, fields) => {
    const body = JSON.stringify({ ...base, ...fields });
    const [plain, boxed] = await Promise.all([direct(path, body), world.post(path, body, version)]);
    expect([boxed.status, boxed.headers.get("content-type")]).toEqual([200, plain.headers.get("content-type")]);
    expect(withoutIds(await boxed.text())).toBe(withoutIds(await plain.text()));
  });

  test.each(cases)("the same events with and without the box between: %s", async (_name, fields) => {
    for (const more of api === "chat" ? [{}, { stream_options: { include_usage: true } }] : [{}]) {
      const body = JSON.stringify({ ...base, ...fields, stream: true, ...more });
      const [plain, boxed] = await Promise.all([direct(path, body), world.post(path, body, version)]);
      const expected = eventsIn(await plain.text());
      expect(expected.length).toBeGreaterThan(3);
      expect(eventsIn(await boxed.text())).toEqual(expected);
    }
  });

  test.each([
    ["status=400"],
    ["status=404"],
    ["status=409"],
    ["status=422"],
    ["status=500"],
    ["status=503"],
    ["status=529"],
    ["context_too_long"],
  ])("the provider's own refusal is passed on word by word: %s", async (directive) => {
    const content = `[[sim ${directive}]]`;
    const fields = api === "responses" ? { input: content } : said(content);
    const body = JSON.stringify({ ...base, ...fields });
    const [plain, boxed] = await Promise.all([direct(path, body), world.post(path, body, version)]);
    expect(boxed.status).toBe(plain.status);
    expect(withoutIds(await boxed.text())).toBe(withoutIds(await plain.text()));
    expect(boxed.headers.get("x-upstream-request-id")).toMatch(/^req_/);
  });
});

test.each([
  ["one text", { input: "Grüße" }],
  ["texts in base64", { input: ["one", "two"], encoding_format: "base64", dimensions: 8 }],
  ["tokens", { input: [[1, 2, 3], [4]] }],
])("embeddings, the same bytes with and without the box between: %s", async (_name, fields) => {
  const body = JSON.stringify({ model: "practice-embedding", ...fields });
  const [plain, boxed] = await Promise.all([direct("/v1/embeddings", body), world.post("/v1/embeddings", body)]);
  expect(await boxed.text()).toBe(await plain.text());
});

test("Azure's own fields reach a caller of chat completions, whole and streamed", async () => {
  const whole = await (await world.post("/v1/chat/completions", { model: "practice-azure", ...said("Hi") })).text();
  expect(whole).toContain('"content_filter_results"');
  const body = { model: "practice-azure", ...said("Hi"), stream: true };
  expect(await (await world.post("/v1/chat/completions", body)).text()).toContain('"prompt_filter_results"');
});

describe("what no double holds and nobody knows", () => {
  const asked =
    '{"model":"practice-odd","messages":[],"seed":9223372036854775807,"x":{"__proto__":{"a":1},"big":12345678901234567890,"f":1e400,"u":"\\ud83d\\ude00\\u2028"}}';
  const answer =
    '{"id":9223372036854775807,  "choices":[{"logprobs":{"content":[{"token":"\\u00e9","logprob":-0.00000000000000012345}]}}],\n"usage":{"prompt_tokens":1,"completion_tokens":1},"x_new":{"__proto__":1}}';

  test("goes to the provider as it came", async () => {
    odd.answers.set("practice-odd", { body: answer });
    const response = await world.post("/v1/chat/completions", asked);
    expect(response.status).toBe(200);
    expect(odd.received.at(-1)?.body).toBe(asked.replace("\\ud83d\\ude00\\u2028", "😀\u2028"));
  });

  test("comes back byte by byte, white space and all", async () => {
    odd.answers.set("practice-odd", {
      body: answer,
      headers: { "x-ratelimit-remaining-tokens": "7", "set-cookie": "a=b" },
    });
    const response = await world.post("/v1/chat/completions", asked);
    expect(await response.text()).toBe(answer);
    expect(response.headers.get("x-ratelimit-remaining-tokens")).toBe("7");
    expect(response.headers.get("set-cookie")).toBeNull();
  });

  test("comes back in a stream, whatever the provider adds to its events", async () => {
    const lines = [
      '{"id":12345678901234567890,"choices":[{"delta":{"content":"\\u00e9"}}],"usage":null,"x_new":{"a":1}}',
      '{"choices":[{"delta":{},"finish_reason":"stop","logprobs":{"x":-1.5}}]}',
      '{"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":1},"x_new":2}',
      "[DONE]",
    ];
    odd.answers.set("practice-odd", {
      contentType: "text/event-stream",
      body: lines.map((line) => `data: ${line}\n\n`).join(""),
    });
    const ask = async (more: object) => {
      const body = { model: "practice-odd", messages: [], stream: true, ...more };
      return eventsIn(await (await world.post("/v1/chat/completions", body)).text()).map(({ data }) => data);
    };
    expect(await ask({ stream_options: { include_usage: true } })).toEqual(lines);
    const [first = "", second, , last] = lines;
    const silent = [first.replace('"usage":null,', "").replace("\\u00e9", "é"), second, last];
    expect(await ask({})).toEqual(silent);
    expect(await ask({ stream_options: { include_usage: false } })).toEqual(silent);
  });

  test("the caller's key, cookies and headers of the box stay on the box", async () => {
    odd.answers.set("practice-odd", { body: answer });
    await world.post("/v1/chat/completions", asked, { cookie: "a=b", "x-kaihe-run-id": "run_1", "openai-beta": "x=1" });
    const { headers = {} } = odd.received.at(-1) ?? {};
    expect(headers.authorization).toBe("Bearer practice-key");
    expect(headers["openai-beta"]).toBe("x=1");
    expect(headers.cookie).toBeUndefined();
    expect(JSON.stringify(headers)).not.toMatch(/kl_test_key|x-kaihe/);
  });
});
