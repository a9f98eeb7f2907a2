import { once } from "node:events";
import { request } from "node:http";
import { createParser } from "eventsource-parser";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type ProviderProcess, spawnProvider } from "./spawn.ts";

let provider: ProviderProcess;

beforeAll(async () => {
  provider = await spawnProvider(7);
});
afterAll(() => provider.stop());
afterEach(() => fetch(`${provider.origin}/sim/script`, { method: "DELETE" }));

const keys = {
  authorization: "Bearer practice-key",
  "api-key": "practice-key",
  "x-api-key": "practice-key",
  "anthropic-version": "2023-06-01",
  "x-goog-api-key": "practice-key",
};
const model = "practice-small";
const chat = (content: string, stream: boolean) => ({ model, stream, messages: [{ role: "user", content }] });

/** The same words asked through every dialect. `end` is in a stream that says it is complete. */
const dialects = [
  { name: "openai chat", path: () => "/v1/chat/completions", body: chat, end: "[DONE]", error: '{"error":{' },
  {
    name: "openai responses",
    path: () => "/v1/responses",
    body: (input: string, stream: boolean) => ({ model, input, stream }),
    end: "response.completed",
    error: '"type":"error"',
  },
  {
    name: "azure chat",
    path: () => `/openai/deployments/${model}/chat/completions?api-version=2024-10-21`,
    body: chat,
    end: "[DONE]",
    error: '{"error":{',
  },
  {
    name: "anthropic",
    path: () => "/v1/messages",
    body: (content: string, stream: boolean) => ({ ...chat(content, stream), max_tokens: 500 }),
    end: "message_stop",
    error: "overloaded_error",
  },
  {
    name: "gemini",
    path: (stream: boolean) =>
      `/v1beta/models/${model}:${stream ? "streamGenerateContent?alt=sse" : "generateContent"}`,
    body: (text: string) => ({ contents: [{ role: "user", parts: [{ text }] }] }),
    end: "finishReason",
    error: '{"error":{"code":500',
  },
];
type Dialect = (typeof dialects)[number];

function call({ path, body }: Dialect, text: string, isStream: boolean, more: Record<string, string> = {}) {
  const headers = { ...keys, "content-type": "application/json", ...more };
  const init = { method: "POST", headers, body: JSON.stringify(body(text, isStream)) };
  return fetch(`${provider.origin}${path(isStream)}`, init);
}
const lastRow = async () => (await provider.ledger()).at(-1);

/** The data of the events in a text, as a tolerant reader sees them. */
function eventsIn(text: string): string[] {
  const data: string[] = [];
  createParser({ onEvent: (event) => void data.push(event.data) }).feed(text);
  return data;
}

test.each(dialects)("$name: an error of any status, with the time to wait", async (dialect) => {
  const response = await call(dialect, "[[sim status=429 retry_after=2]]", false);
  expect(response.status).toBe(429);
  const text = await response.text();
  expect(response.headers.get("retry-after") ?? text).toMatch(dialect.name === "gemini" ? /"retryDelay":"2s"/ : /^2$/);
  expect(await lastRow()).toMatchObject({ status: 429, usage: null, outputTokens: 0 });
  expect((await call(dialect, "x", true, { "x-sim": "status=500" })).status).toBe(500);
});

test.each(dialects)("$name: a proxy's page, and nothing at all", async (dialect) => {
  const page = await call(dialect, "[[sim html_error]]", false);
  expect([page.status, page.headers.get("content-type")]).toEqual([502, "text/html"]);
  expect(await page.text()).toContain("<html>");
  const nothing = await call(dialect, "[[sim empty]]", false);
  expect([nothing.status, await nothing.text()]).toEqual([200, ""]);
});

test.each(dialects)("$name: a context that is too long is 400", async (dialect) => {
  const response = await call(dialect, "[[sim context_too_long]]", true);
  expect([response.status, response.headers.get("content-type")]).toEqual([400, "application/json"]);
});

test.each(dialects)("$name: a cut stream ends in the middle, and the ledger says what was sent", async (dialect) => {
  const response = await call(dialect, "[[sim cut_after=5]]", true);
  await expect(response.text()).rejects.toThrow();
  const row = await lastRow();
  expect(row).toMatchObject({ isComplete: false, isStream: true, status: 200 });
  expect(row?.outputTokens).toBeLessThan(6);
  await expect((await call(dialect, "[[sim cut_after=1]]", false)).text()).rejects.toThrow();
});

test.each(dialects)("$name: a stalled answer keeps its socket open and sends nothing more", async (dialect) => {
  for (const isStream of [true, false]) {
    const url = new URL(`${provider.origin}${dialect.path(isStream)}`);
    const sent = request(url, { method: "POST", headers: keys });
    sent.end(JSON.stringify(dialect.body("[[sim stall_after=2]] stall", isStream)));
    const [response] = await once(sent, "response");
    await once(response, "readable");
    expect(response.complete).toBe(false);
    expect(response.socket.destroyed).toBe(false);
    const before = (await provider.ledger()).length;
    sent.destroy();
    await expect.poll(async () => (await provider.ledger()).length).toBe(before + 1);
    expect(await lastRow()).toMatchObject({ isComplete: false });
  }
});

test.each(dialects)("$name: the bytes arrive in small pieces with CR LF, and mean the same", async (dialect) => {
  const text = "Ünïcode 今天 ✓";
  const plain = await (await call(dialect, text, true)).text();
  const response = await call(dialect, text, true, { "x-sim": "chunk_bytes=3 crlf" });
  const pieced = await response.text();
  expect(pieced).toContain("\r\n\r\n");
  expect(pieced.replaceAll("\r\n", "")).not.toContain("\n");
  // Responses carry an id of their own.
  const neutral = (body: string) => eventsIn(body).map((data) => data.replaceAll(/resp_\w+/g, "resp"));
  expect(neutral(pieced)).toEqual(neutral(plain));
});

test.each(dialects)("$name: one event is not JSON, the others are", async (dialect) => {
  const events = eventsIn(await (await call(dialect, "[[sim malformed_after=2]]", true)).text());
  expect(events[2]).toBe('{"practice": malformed');
  expect(events.filter((data) => data.startsWith('{"practice": malformed'))).toHaveLength(1);
  const whole = await (await call(dialect, "[[sim malformed_after=1]]", false)).text();
  expect(() => JSON.parse(whole)).toThrow();
});

test.each(dialects)("$name: an error inside the stream ends it", async (dialect) => {
  const response = await call(dialect, "[[sim error_event_after=4]]", true);
  expect(response.status).toBe(200);
  const text = await response.text();
  expect(eventsIn(text)).toHaveLength(5);
  expect(eventsIn(text).at(-1)).toContain(dialect.error);
  expect(await lastRow()).toMatchObject({ isComplete: false });
});

test.each(dialects)("$name: a stream without its end has all the rest", async (dialect) => {
  const whole = await (await call(dialect, "End", true)).text();
  const endless = await (await call(dialect, "End", true, { "x-sim": "no_done" })).text();
  expect(whole).toContain(dialect.end);
  expect(endless).not.toContain(dialect.end);
  expect(eventsIn(endless)).toHaveLength(eventsIn(whole).length - 1);
});

test.each(dialects)("$name: a script answers the next calls, and fail_times the first of a kind", async (dialect) => {
  await provider.script(["status=429 retry_after=1", "", "status=503"], model);
  const statuses = [];
  for (let index = 0; index < 4; index++) statuses.push((await call(dialect, "scripted", false)).status);
  expect(statuses).toEqual([429, 200, 503, 200]);
  const failing = `[[sim fail_times=2:500 key=${dialect.name.replace(" ", "-")}]]`;
  const failures = [];
  for (let index = 0; index < 3; index++) failures.push((await call(dialect, failing, false)).status);
  expect(failures).toEqual([500, 500, 200]);
});

test.each(dialects)("$name: a long wait before the first byte comes after the headers", async (dialect) => {
  for (const isStream of [true, false]) {
    const response = await call(dialect, "[[sim first_byte_ms=600000]]", isStream);
    expect(response.status).toBe(200);
    await response.body?.cancel();
  }
  const waiting = new AbortController();
  const url = `${provider.origin}${dialect.path(false)}`;
  const body = JSON.stringify(dialect.body("[[sim delay_ms=600000]]", false));
  const before = (await provider.requests()).length;
  const late = fetch(url, { method: "POST", headers: keys, body, signal: waiting.signal });
  late.catch(() => {});
  // The request is there, and no answer.
  await expect.poll(async () => (await provider.requests()).at(-1)?.body ?? before).toContain("delay_ms");
  waiting.abort();
  await expect(late).rejects.toThrow();
});

test.each(dialects)("$name: what is billed can be asked for, and its parts fit into the whole", async (dialect) => {
  const figures = "input=1000 cached=300 cache_write=200 audio_in=100 reasoning=40 audio_out=30 tokens=20 searches=2";
  const totals = [];
  for (const isStream of [false, true]) {
    await (await call(dialect, `[[sim ${figures}]]`, isStream)).text();
    const row = await lastRow();
    expect(row).toMatchObject({ inputTokens: 1000, outputTokens: 90, searches: 2 });
    totals.push(row?.rawUsage);
  }
  expect(totals[1]).toEqual(totals[0]);
  const expected: Record<string, object> = {
    "openai responses": { input_tokens_details: { cached_tokens: 300, cache_write_tokens: 200 }, output_tokens: 90 },
    anthropic: { input_tokens: 500, cache_read_input_tokens: 300, cache_creation_input_tokens: 200, output_tokens: 90 },
    gemini: { promptTokenCount: 1000, cachedContentTokenCount: 300, candidatesTokenCount: 50, thoughtsTokenCount: 40 },
  };
  const chatForm = {
    prompt_tokens_details: { cached_tokens: 300, audio_tokens: 100, cache_write_tokens: 200 },
    completion_tokens_details: { reasoning_tokens: 40, audio_tokens: 30 },
  };
  expect(totals[0]).toMatchObject(expected[dialect.name] ?? chatForm);
  await (await call(dialect, "[[sim input=100 cache_write_1h=60]]", false)).text();
  expect((await lastRow())?.usage?.prompt_tokens_details).toMatchObject({ cache_write_tokens: 60 });
  await (await call(dialect, "[[sim input=10 cached=300]]", false)).text();
  expect((await lastRow())?.usage?.prompt_tokens_details.cached_tokens).toBe(10);
});

test.each(dialects)("$name: usage can be left out, and the ledger still has it", async (dialect) => {
  for (const isStream of [false, true]) {
    const text = await (await call(dialect, "[[sim no_usage]]", isStream)).text();
    expect(text).not.toMatch(/"usage":\s*\{|"usageMetadata"/);
    expect((await lastRow())?.outputTokens).toBeGreaterThan(0);
  }
});

test("requests are listed as they arrived, without keys, the last hundred", async () => {
  const [dialect] = dialects;
  if (!dialect) throw new Error("no dialect");
  for (let index = 0; index < 103; index++) await (await call(dialect, `call ${index}`, false)).text();
  const requests = await provider.requests();
  expect(requests).toHaveLength(100);
  expect(requests.at(-1)).toMatchObject({ method: "POST", path: "/v1/chat/completions" });
  expect(JSON.parse(requests.at(-1)?.body ?? "")).toEqual(dialect.body("call 102", false));
  expect(JSON.stringify(requests)).not.toContain("practice-key");
});

test.each(dialects)("$name: chunk_ms waits between the events of a stream", async (dialect) => {
  const url = `${provider.origin}${dialect.path(true)}`;
  const waiting = new AbortController();
  const body = JSON.stringify(dialect.body("[[sim chunk_ms=600000]]", true));
  const sent = fetch(url, { method: "POST", headers: keys, body, signal: waiting.signal });
  sent.catch(() => {});
  await expect.poll(async () => (await provider.requests()).at(-1)?.body).toContain("chunk_ms");
  waiting.abort();
  await expect(sent).rejects.toThrow();
});
