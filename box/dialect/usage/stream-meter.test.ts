import fc from "fast-check";
import { expect, test } from "vitest";
import { noTokens } from "../../../lib/protocol/usage.ts";
import { StreamMeter } from "./stream-meter.ts";

type Wire = ConstructorParameters<typeof StreamMeter>[0];

/** States after each event: [input, output, isFinal, isDone]. */
function watch(wire: Wire, events: (object | string)[]): unknown[] {
  const meter = new StreamMeter(wire);
  return events.map((event) => {
    meter.feed({ data: typeof event === "string" ? event : JSON.stringify(event) });
    return [meter.usage?.tokens.input ?? null, meter.usage?.tokens.output ?? null, meter.isFinal, meter.isDone];
  });
}

test("chat: running figures are not final, those with or after the finish reason are", () => {
  const usage = (output: number) => ({ prompt_tokens: 9, completion_tokens: output });
  const delta = (finish: string | null) => [{ index: 0, delta: {}, finish_reason: finish }];
  expect(
    watch("chat", [
      { choices: delta(null), usage: null },
      { choices: delta(null), usage: usage(1) },
      { choices: delta("stop") },
      { choices: [], usage: usage(2) },
      "[DONE]",
    ]),
  ).toEqual([
    [null, null, false, false],
    [9, 1, false, false],
    [9, 1, false, false],
    [9, 2, true, false],
    [9, 2, true, true],
  ]);
  expect(watch("chat", [{ choices: delta("stop"), usage: usage(3) }])).toEqual([[9, 3, true, false]]);
});

test("messages: message_start has the input, message_delta replaces what it names and is final", () => {
  const start = { input_tokens: 9, output_tokens: 1, cache_read_input_tokens: 5 };
  const meter = new StreamMeter("messages");
  const events = [
    { type: "message_start", message: { usage: start } },
    { type: "ping" },
    { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: '"type":"message_stop"' } },
    { type: "message_delta", delta: { stop_reason: "end_turn" }, usage: { output_tokens: 7, input_tokens: null } },
    { type: "message_stop" },
  ];
  const finals = events.map((event) => {
    meter.feed({ event: event.type, data: JSON.stringify(event) });
    return [meter.isFinal, meter.isDone];
  });
  expect(finals).toEqual([
    [false, false],
    [false, false],
    [false, false],
    [true, false],
    [true, true],
  ]);
  expect(meter.usage).toEqual({ tokens: { ...noTokens, input: 9, cacheRead: 5, output: 7 }, webSearches: 0 });
});

test("gemini: every chunk has running figures, the one with the finish reason the last", () => {
  expect(
    watch("gemini", [
      { candidates: [{ content: {} }], usageMetadata: { promptTokenCount: 9, totalTokenCount: 9 } },
      {
        candidates: [{ finishReason: "STOP", groundingMetadata: { webSearchQueries: ["a"] } }],
        usageMetadata: { promptTokenCount: 9, candidatesTokenCount: 4, totalTokenCount: 13 },
      },
    ]),
  ).toEqual([
    [9, 0, false, false],
    [9, 4, true, true],
  ]);
  expect(
    watch("gemini", [
      { promptFeedback: { blockReason: "SAFETY" }, usageMetadata: { promptTokenCount: 3, totalTokenCount: 3 } },
    ]),
  ).toEqual([[3, 0, true, true]]);
});

test("gemini: searches are billed whichever chunk told of them", () => {
  const meter = new StreamMeter("gemini");
  const usageMetadata = { promptTokenCount: 9, totalTokenCount: 9 };
  const grounded = { groundingMetadata: { webSearchQueries: ["a", "b"] } };
  for (const candidate of [grounded, { finishReason: "STOP" }]) {
    meter.feed({ data: JSON.stringify({ candidates: [candidate], usageMetadata }) });
  }
  expect(meter.usage?.webSearches).toBe(2);
});

test.each(["completed", "incomplete", "failed"])("responses: response.%s carries the final usage", (how) => {
  const response = { output: [], usage: { input_tokens: 9, output_tokens: 4 } };
  expect(
    watch("responses", [
      { type: "response.created", response: {} },
      { type: `response.${how}`, response },
    ]),
  ).toEqual([
    [null, null, false, false],
    [9, 4, true, true],
  ]);
});

test.each<[Wire, object, object]>([
  ["chat", { error: { message: "no", type: "server_error", code: null } }, { code: "server_error", message: "no" }],
  [
    "messages",
    { type: "error", error: { type: "overloaded_error", message: "no" } },
    { code: "overloaded_error", message: "no" },
  ],
  ["gemini", { error: { code: 503, message: "no", status: "UNAVAILABLE" } }, { code: "UNAVAILABLE", message: "no" }],
  ["responses", { type: "error", code: "boom", message: "no", param: null }, { code: "boom", message: "no" }],
  [
    "responses",
    { type: "response.failed", response: { error: { code: "server_error", message: "no" } } },
    { code: "server_error", message: "no" },
  ],
])("%s: an error inside the stream is seen", (wire, event, error) => {
  const meter = new StreamMeter(wire);
  meter.feed({ data: JSON.stringify(event) });
  expect(meter.error).toEqual(error);
});

test("nothing that an upstream sends makes the meter throw", () => {
  const wires = fc.constantFrom<Wire>("chat", "responses", "messages", "gemini");
  const types = ["message_start", "message_delta", "message_stop", "error", "response.completed", "response.failed"];
  const odd = fc.record(
    {
      type: fc.constantFrom(...types),
      usage: fc.jsonValue(),
      message: fc.jsonValue(),
      choices: fc.jsonValue(),
      error: fc.jsonValue(),
      response: fc.jsonValue(),
      candidates: fc.jsonValue(),
      usageMetadata: fc.jsonValue(),
      promptFeedback: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  const data = fc.oneof(
    fc.string(),
    fc.json(),
    odd.map((value) => JSON.stringify(value)),
  );
  fc.assert(
    fc.property(wires, fc.array(data), (wire, events) => {
      const meter = new StreamMeter(wire);
      for (const event of events) meter.feed({ data: event });
      expect(meter.isFinal && meter.usage === null).toBe(false);
    }),
  );
});
