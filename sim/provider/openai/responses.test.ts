import OpenAI, { APIError, BadRequestError, NotFoundError } from "openai";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ProviderProcess, spawnProvider } from "../spawn.ts";

let provider: ProviderProcess;
let client: OpenAI;

beforeAll(async () => {
  provider = await spawnProvider(7);
  client = new OpenAI({ baseURL: provider.baseUrl, apiKey: "practice-test", maxRetries: 0 });
});
afterAll(() => provider.stop());

type Params = OpenAI.Responses.ResponseCreateParamsNonStreaming;
const parameters = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
const tools = ["alpha", "beta"].map((name) => ({ type: "function" as const, name, parameters, strict: true }));

function ask(input: Params["input"], more: Partial<Params> = {}) {
  return client.responses.create({ model: "practice-small", input, ...more } as Params);
}

async function eventsOf(input: string, more: Partial<Params> = {}) {
  const events: OpenAI.Responses.ResponseStreamEvent[] = [];
  const params = { model: "practice-small", input, ...more, stream: true } as const;
  for await (const event of await client.responses.create(params)) events.push(event);
  return events;
}

test("a text is answered, with usage in the form of the Responses API", async () => {
  const answer = await ask("Plan a picnic", { instructions: "Be brief." });
  expect(answer.status).toBe("completed");
  expect(answer.output_text).toContain("Plan a picnic");
  const { usage } = answer;
  expect(usage?.total_tokens).toBe((usage?.input_tokens ?? 0) + (usage?.output_tokens ?? 0));
  expect((await provider.ledger()).at(-1)).toMatchObject({
    surface: "openai.responses",
    rawUsage: usage,
    inputTokens: usage?.input_tokens,
    outputTokens: usage?.output_tokens,
  });
});

test("a stream has the real events in order, numbered, and ends with the plain answer", async () => {
  const plain = await ask("Stream me");
  const events = await eventsOf("Stream me");
  expect(events.map((event) => event.sequence_number)).toEqual(events.map((_, index) => index));
  const order = events.map((event) => event.type).filter((type, index, all) => type !== all[index - 1]);
  expect(order).toEqual([
    "response.created",
    "response.in_progress",
    "response.output_item.added",
    "response.content_part.added",
    "response.output_text.delta",
    "response.output_text.done",
    "response.content_part.done",
    "response.output_item.done",
    "response.completed",
  ]);
  const text = events.map((event) => (event.type === "response.output_text.delta" ? event.delta : "")).join("");
  expect(text).toBe(plain.output_text);
  const last = events.at(-1);
  if (last?.type !== "response.completed") throw new Error("not completed");
  expect(last.response.output).toEqual(plain.output);
  expect(last.response.usage).toEqual(plain.usage);
  expect((await provider.ledger()).at(-1)?.outputTokens).toBe(plain.usage?.output_tokens);
});

test("function calls are streamed and answered by function_call_output, also after previous_response_id", async () => {
  const first = await ask("alpha and beta", { tools });
  const calls = first.output.filter((item) => item.type === "function_call");
  expect(calls.map(({ name }) => name)).toEqual(["alpha", "beta"]);
  const events = await eventsOf("alpha and beta", { tools });
  const done = events.filter((event) => event.type === "response.function_call_arguments.done");
  expect(done.map((event) => event.arguments)).toEqual(calls.map((call) => call.arguments));
  const deltas = events.map((event) => (event.type === "response.function_call_arguments.delta" ? event.delta : ""));
  expect(deltas.join("")).toBe(calls.map((call) => call.arguments).join(""));
  expect((await provider.ledger()).at(-1)?.outputTokens).toBe(first.usage?.output_tokens);

  const outputs = calls.map(({ call_id }) => ({ type: "function_call_output" as const, call_id, output: "high tide" }));
  const second = await ask(outputs, { tools, previous_response_id: first.id });
  expect(second.output_text).toContain("high tide");
  await expect(ask(outputs, { tools })).rejects.toBeInstanceOf(BadRequestError);
  await expect(ask(outputs.slice(1), { previous_response_id: first.id })).rejects.toBeInstanceOf(BadRequestError);
});

test("earlier turns count as input; an unknown or unstored response cannot be continued", async () => {
  const first = await ask("The first turn has some words");
  const second = await ask("And?", { previous_response_id: first.id });
  expect(second.previous_response_id).toBe(first.id);
  expect(second.usage?.input_tokens).toBeGreaterThan(first.usage?.total_tokens ?? 0);
  const unstored = await ask("Forget me", { store: false });
  for (const id of ["resp_unknown", unstored.id]) {
    await expect(ask("And?", { previous_response_id: id })).rejects.toMatchObject({
      status: 400,
      code: "previous_response_not_found",
    });
  }
});

test("a stored response can be read and deleted", async () => {
  const answer = await ask("Keep me");
  expect((await client.responses.retrieve(answer.id)).output).toEqual(answer.output);
  await client.responses.delete(answer.id);
  await expect(client.responses.retrieve(answer.id)).rejects.toBeInstanceOf(NotFoundError);
});

test("reasoning is an item of its own, with a summary when asked for", async () => {
  const params = { model: "practice-reasoner", reasoning: { effort: "low", summary: "auto" } } as const;
  const answer = await ask("Think", params);
  const [reasoning, message] = answer.output;
  expect([reasoning?.type, message?.type]).toEqual(["reasoning", "message"]);
  const { usage } = answer;
  expect(usage?.output_tokens_details.reasoning_tokens).toBeGreaterThan(0);
  const events = await eventsOf("Think", params);
  const deltas = events.map((event) => (event.type === "response.reasoning_summary_text.delta" ? event.delta : ""));
  expect(reasoning).toMatchObject({ summary: [{ text: deltas.join("") }] });
  expect((await provider.ledger()).at(-1)?.rawUsage).toEqual(usage);
});

test("searches=N makes N web_search_call items, and the ledger counts them", async () => {
  const answer = await ask("[[sim searches=2]] news");
  expect(answer.output.map(({ type }) => type)).toEqual(["web_search_call", "web_search_call", "message"]);
  expect((await provider.ledger()).at(-1)?.searches).toBe(2);
  const types = (await eventsOf("[[sim searches=1]] news")).map(({ type }) => type);
  expect(types).toContain("response.web_search_call.searching");
});

test("an answer that is cut is incomplete and says why, also in a stream", async () => {
  const cut = await ask("[[sim tokens=100]]", { max_output_tokens: 16 });
  expect(cut).toMatchObject({ status: "incomplete", incomplete_details: { reason: "max_output_tokens" } });
  expect(cut.usage?.output_tokens).toBe(16);
  expect((await eventsOf("[[sim tokens=100]]", { max_output_tokens: 16 })).at(-1)?.type).toBe("response.incomplete");
  const filtered = await ask("[[sim content_filter]]");
  expect(filtered.incomplete_details?.reason).toBe("content_filter");
});

test("a refusal is a part of its own", async () => {
  const refused = await ask("[[sim refusal]]");
  expect(refused.output[0]).toMatchObject({ content: [{ type: "refusal" }] });
  const types = (await eventsOf("[[sim refusal]]")).map(({ type }) => type);
  expect(types).toContain("response.refusal.delta");
});

test("JSON by schema", async () => {
  const format = { type: "json_schema" as const, name: "trip", schema: parameters, strict: true };
  expect(JSON.parse((await ask("Plan", { text: { format } })).output_text)).toEqual({ city: "practice" });
});

test("an error inside the stream is the error event, which the client throws", async () => {
  await expect(eventsOf("[[sim error_event_after=4]]")).rejects.toBeInstanceOf(APIError);
  expect((await provider.ledger()).at(-1)?.isComplete).toBe(false);
});
