import { APIError as AnthropicError } from "@anthropic-ai/sdk";
import { APIError } from "openai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Route } from "../../lib/protocol/config.ts";
import { waitFor } from "../testing/wait-for.ts";
import { routeTo, targetOf } from "../testing/world.ts";
import { anthropic, azure, type GatewayWorld, gemini, openai, startGatewayWorld } from "./testing/gateway-world.ts";

type Api = "chat" | "responses" | "messages";
type Way = { api: Api; kind: string; connection: number };

/** Passed through, and translated where there is a translation. */
const ways: Way[] = [
  { api: "chat", kind: "openai", connection: openai },
  { api: "chat", kind: "azure", connection: azure },
  { api: "chat", kind: "anthropic", connection: anthropic },
  { api: "chat", kind: "gemini", connection: gemini },
  { api: "responses", kind: "openai", connection: openai },
  { api: "messages", kind: "anthropic", connection: anthropic },
  { api: "messages", kind: "openai", connection: openai },
  { api: "messages", kind: "gemini", connection: gemini },
];
const faults = [
  { fault: "stall", directive: "stall_after=6", errorClass: "timeout" },
  { fault: "cut", directive: "cut_after=6", errorClass: "stream_cut" },
  { fault: "error", directive: "error_event_after=5 chunk_ms=50", errorClass: /server_error|overloaded/ },
  { fault: "no-end", directive: "no_done no_usage", errorClass: "stream_cut" },
];
const cases = ways
  .flatMap((way) => faults.map((fault) => ({ ...way, ...fault, route: `${fault.fault}-${way.api}-${way.kind}` })))
  // Anthropic's first event is not valid without usage, and its last usage is an end.
  .filter(({ route }) => route !== "no-end-chat-anthropic");

const failure = { ...Route.parse({ targets: [targetOf(1)] }).failure, retries: 0, stallSeconds: 1 };
const routes: Record<string, Route> = Object.fromEntries(
  [...cases, { route: "garbage-chat", connection: gemini }, { route: "garbage-messages", connection: openai }].map(
    ({ route, connection }) => [
      route,
      // The second target would answer, but not after a first word.
      routeTo([targetOf(connection, `practice-${route}`), targetOf(azure, `practice-${route}-next`)], { failure }),
    ],
  ),
);

let world: GatewayWorld;
beforeAll(async () => {
  world = await startGatewayWorld({ routes });
});
afterAll(async () => {
  await world.untilNothingIsHeld();
  expect(world.fake.bank.violations).toEqual([]);
  await world.stop();
});

/** Reads a stream to its end with the official client; how many events came before it threw, and what it threw. */
async function read(api: Api, model: string): Promise<{ events: number; error: unknown }> {
  let events = 0;
  try {
    for await (const _event of await streamOf(api, model)) events++;
  } catch (error) {
    return { events, error };
  }
  return { events, error: null };
}

function streamOf(api: Api, model: string): Promise<AsyncIterable<unknown>> {
  const messages = [{ role: "user" as const, content: "Tell me something long" }];
  if (api === "chat") return world.openai.chat.completions.create({ model, messages, stream: true });
  if (api === "messages") return world.anthropic.messages.create({ model, messages, stream: true, max_tokens: 500 });
  return world.openai.responses.create({ model, input: "Tell me something long", stream: true }).then(throwing);
}

/** The client gives errors within a stream of responses as an event, as its API says. */
async function* throwing(stream: AsyncIterable<{ type: string; message?: string }>) {
  for await (const event of stream) {
    if (event.type === "error") throw new APIError(undefined, event, event.message, undefined);
    yield event;
  }
}

describe.concurrent.each(cases)("$api on $kind", ({ api, fault, directive, errorClass, route }) => {
  test(`a stream with a ${fault} in it ends in the client's own error, and is charged at the hold`, async () => {
    await world.provider.script([directive], `practice-${route}`);
    const { events, error } = await read(api, route);
    expect(error).toBeInstanceOf(api === "messages" ? AnthropicError : APIError);
    expect(events).toBeGreaterThan(0);
    const [event, ...others] = await world.eventsFor(route, 1);
    expect(event).toMatchObject({ status: "interrupted", isEstimated: true, httpStatus: 200, reason: "first" });
    expect(event?.errorClass).toMatch(errorClass);
    expect(event?.costNanos).toBeGreaterThan(500n * 1600n);
    expect(event?.firstTokenMs).not.toBeNull();
    expect(others).toEqual([]);
    expect(await world.rowsOf(`practice-${route}-next`)).toEqual([]);
  });
});

test.concurrent.each([
  ["chat", "garbage-chat"],
  ["messages", "garbage-messages"],
] as const)("a translated %s stream that makes no sense is stopped at the provider", async (api, route) => {
  await world.provider.script(["malformed_after=4 tokens=2000 chunk_ms=5"], `practice-${route}`);
  const { error } = await read(api, route);
  expect(error).toBeInstanceOf(api === "messages" ? AnthropicError : APIError);
  const [row] = await waitFor("the provider to notice", async () => {
    const rows = await world.rowsOf(`practice-${route}`);
    return rows.length > 0 && rows;
  });
  expect(row?.isComplete).toBe(false);
  expect(await world.eventsFor(route, 1)).toMatchObject([{ status: "interrupted", errorClass: "server_error" }]);
});

test.concurrent("what is left open says so in the caller's own words", async () => {
  const text = async (path: string, model: string, more: object) => {
    await world.provider.script(["cut_after=5"], `practice-${model}`);
    return await (await world.post(path, { model, stream: true, ...more })).text();
  };
  const messages = [{ role: "user", content: "Hello" }];
  const chat = await text("/v1/chat/completions", "cut-chat-openai", { messages });
  expect(chat).toMatch(/data: \{"error":\{.*"code":"upstream_stream_cut".*\}\}\n\n$/);
  expect(chat).not.toContain("[DONE]");
  const responses = await text("/v1/responses", "cut-responses-openai", { input: "Hello" });
  expect(responses).toMatch(/event: error\ndata: \{"type":"error".*"code":"upstream_stream_cut".*\}\n\n$/);
  const anthropics = await text("/v1/messages", "cut-messages-openai", { messages, max_tokens: 50 });
  expect(anthropics).toMatch(/event: error\ndata: \{"type":"error","error":\{"type":"api_error".*\}\n\n$/);
  expect(anthropics).not.toContain("message_stop");
});
