import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AnswerContext, SurfaceWire, UpstreamWire } from "./dialect.ts";
import { MalformedAnswer } from "./malformed-answer.ts";
import { anthropicAnswer, openAiAnswer } from "./testing/sdk-accumulate.ts";
import { translatorBetween } from "./translator.ts";

const context: AnswerContext = { id: "kaihe-1", createdAtSeconds: 1, model: "smart", wantsUsage: true };

function feed(surface: SurfaceWire, upstream: UpstreamWire, data: (object | string)[]) {
  const stream = translatorBetween(surface, upstream)?.stream(context);
  if (!stream) throw new Error("the two speak the same");
  const events = data.flatMap((one) => stream.feed({ data: typeof one === "string" ? one : JSON.stringify(one) }));
  return { events, stream };
}

function answer(surface: SurfaceWire, upstream: UpstreamWire, json: unknown): unknown {
  return translatorBetween(surface, upstream)?.answer(json, context);
}

async function toAnthropic(data: (object | string)[]): Promise<unknown> {
  const { events, stream } = feed("messages", "chat", data);
  return await anthropicAnswer([...events, ...stream.end()]);
}

const delta = (part: object, finish: string | null = null) => ({
  choices: [{ index: 0, delta: part, finish_reason: finish }],
});
const call = (fields: object) => delta({ tool_calls: [fields] });
const args = (text: string) => ({ function: { arguments: text } });

describe("what compatible servers do differently", () => {
  test.each<[string, object[], [string, unknown][]]>([
    [
      "calls without numbers",
      [
        call({ id: "a", function: { name: "f", arguments: "{}" } }),
        call({ id: "b", function: { name: "g", arguments: "{}" } }),
      ],
      [
        ["f", {}],
        ["g", {}],
      ],
    ],
    [
      "calls that all have the number 0",
      [
        call({ index: 0, id: "a", function: { name: "f", arguments: '{"x":1}' } }),
        call({ index: 0, id: "b", function: { name: "g", arguments: "{}" } }),
      ],
      [
        ["f", { x: 1 }],
        ["g", {}],
      ],
    ],
    [
      "the id and the name in every piece",
      [
        call({ index: 0, id: "a", function: { name: "f", arguments: '{"x"' } }),
        call({ index: 0, id: "a", function: { name: "f", arguments: ":1}" } }),
      ],
      [["f", { x: 1 }]],
    ],
    ["a call without arguments", [call({ index: 0, id: "a", function: { name: "f" } })], [["f", {}]]],
    [
      "arguments as an object",
      [call({ index: 0, id: "a", function: { name: "f", arguments: { x: 1 } } })],
      [["f", { x: 1 }]],
    ],
    [
      "a call taken up again after another began",
      [
        call({ index: 0, id: "a", function: { name: "f", arguments: "" } }),
        call({ index: 1, id: "b", function: { name: "g", arguments: "" } }),
        call({ index: 0, ...args('{"x":') }),
        call({ index: 1, ...args("{}") }),
        call({ index: 0, ...args("1}") }),
      ],
      [
        ["f", { x: 1 }],
        ["g", {}],
      ],
    ],
    ["no id at all", [call({ index: 0, function: { name: "f", arguments: "{}" } })], [["f", {}]]],
  ])("%s", async (_title, chunks, calls) => {
    // "stop" though there are calls: several servers say so.
    const message = await toAnthropic([{ choices: [] }, ...chunks, delta({}, "stop"), "[DONE]"]);
    expect(message).toMatchObject({
      stop_reason: "tool_use",
      content: calls.map(([name, input]) => ({
        type: "tool_use",
        name,
        input,
        id: expect.stringMatching(/^[\w-]{1,40}$/),
      })),
    });
  });

  test("words between calls are kept, after the call that was open", async () => {
    const message = await toAnthropic([
      call({ index: 0, id: "a", function: { name: "f", arguments: "{" } }),
      delta({ content: "and" }),
      delta({ content: " so" }),
      call({ index: 0, ...args("}") }),
      delta({}, "tool_calls"),
      "[DONE]",
    ]);
    expect(message).toMatchObject({ content: [{ type: "tool_use" }, { type: "text", text: "and so" }] });
  });

  test("Mistral's list of parts is text without the thinking", async () => {
    const content = [
      { type: "thinking", thinking: [{ type: "text", text: "hm" }] },
      { type: "text", text: "yes" },
    ];
    expect(await toAnthropic([delta({ content }), delta({}, "stop"), "[DONE]"])).toMatchObject({
      content: [{ type: "text", text: "yes" }],
      stop_reason: "end_turn",
    });
  });

  test("a refusal in OpenAI's own field is Anthropic's refusal, and its explanation", () => {
    const chat = { choices: [{ finish_reason: "stop", message: { content: null, refusal: "I cannot." } }] };
    expect(answer("messages", "chat", chat)).toMatchObject({
      content: [],
      stop_reason: "refusal",
      stop_details: { explanation: "I cannot." },
    });
  });

  test("a stream keeps the id it began with", () => {
    const said = (id: string) => ({ id, ...delta({ content: "x" }) });
    const { events } = feed("messages", "chat", [said("one"), said("two")]);
    expect(events.filter(({ data }) => data.includes('"one"'))).toHaveLength(1);
    const chunk = (responseId: string) => ({ responseId, candidates: [{ content: { parts: [{ text: "x" }] } }] });
    const chunks = feed("chat", "gemini", [chunk("one"), chunk("two")]).events;
    expect(new Set(chunks.map(({ data }) => JSON.parse(data).id))).toEqual(new Set(["one"]));
  });

  test("a refusal that ran into the limit is a refusal: its words have no other place in Anthropic's answers", () => {
    const chat = { choices: [{ finish_reason: "length", message: { content: null, refusal: "I can" } }] };
    expect(answer("messages", "chat", chat)).toMatchObject({
      stop_reason: "refusal",
      stop_details: { explanation: "I can" },
    });
  });

  test("an answer without usage has none in chat, and zeros where Anthropic's clients need figures", () => {
    const whole = { content: [], stop_reason: "end_turn" };
    expect(answer("chat", "messages", whole)).not.toHaveProperty("usage");
    const chat = { choices: [{ finish_reason: "stop", message: { content: "x" } }] };
    expect(answer("messages", "chat", chat)).toMatchObject({ usage: { input_tokens: 0, output_tokens: 0 } });
  });

  test("numbers that a double cannot hold reach the caller as they are", async () => {
    const big = '{"id":12345678901234567890}';
    const gemini = `{"candidates":[{"finishReason":"STOP","content":{"parts":[{"functionCall":{"name":"f","args":${big}}}]}}]}`;
    const { events } = feed("chat", "gemini", [gemini]);
    expect(events.some(({ data }) => data.includes("12345678901234567890"))).toBe(true);
    const chat = {
      choices: [
        { finish_reason: "stop", message: { tool_calls: [{ id: "a", function: { name: "f", arguments: big } }] } },
      ],
    };
    expect(JSON.stringify(answer("messages", "chat", chat))).toContain("12345678901234567890");
  });
});

describe("Gemini", () => {
  test("a blocked prompt is a refusal, whole and as a stream", async () => {
    const blocked = {
      promptFeedback: { blockReason: "SAFETY" },
      usageMetadata: { promptTokenCount: 3, totalTokenCount: 3 },
    };
    expect(answer("chat", "gemini", blocked)).toMatchObject({
      choices: [
        { finish_reason: "content_filter", message: { content: null, refusal: expect.stringContaining("SAFETY") } },
      ],
    });
    expect(answer("messages", "gemini", blocked)).toMatchObject({
      stop_reason: "refusal",
      stop_details: { explanation: expect.stringContaining("SAFETY") },
    });
    const { events, stream } = feed("chat", "gemini", [blocked]);
    expect(stream.isDone).toBe(true);
    expect(await openAiAnswer([...events, ...stream.end()])).toMatchObject({
      choices: [{ finish_reason: "content_filter", message: { refusal: expect.stringContaining("SAFETY") } }],
    });
  });

  test.each(["SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "LANGUAGE"])(
    "%s is a refusal",
    (reason) => {
      const json = { candidates: [{ finishReason: reason }] };
      expect(answer("messages", "gemini", json)).toMatchObject({ stop_reason: "refusal" });
    },
  );

  test.each(["MALFORMED_FUNCTION_CALL", "OTHER", "UNEXPECTED_TOOL_CALL", "FINISH_REASON_UNSPECIFIED"])(
    "%s is a failure, not an answer",
    (reason) => {
      const json = { candidates: [{ finishReason: reason, content: { parts: [{ text: "x" }] } }] };
      expect(() => answer("chat", "gemini", json)).toThrow(reason);
      expect(() => feed("chat", "gemini", [json])).toThrow(MalformedAnswer);
    },
  );

  test("several candidates are several choices", () => {
    const one = { finishReason: "STOP", content: { parts: [{ text: "x" }] } };
    expect(answer("chat", "gemini", { candidates: [one, one] })).toMatchObject({
      choices: [{ index: 0 }, { index: 1 }],
    });
    expect(() => answer("messages", "gemini", { candidates: [one, one] })).toThrow(MalformedAnswer);
  });
});

describe("half an answer never passes for a whole one", () => {
  test.each<[SurfaceWire, UpstreamWire, (object | string)[]]>([
    ["messages", "chat", ["[DONE]"]],
    ["messages", "chat", [delta({ content: "x" }), "[DONE]"]],
    ["messages", "chat", ["not json"]],
    ["messages", "chat", [{ error: { message: "boom" } }]],
    ["messages", "chat", [delta({}, "weird")]],
    ["messages", "chat", [call({ index: 0, ...args("{}") })]],
    ["messages", "chat", [{ choices: [{ index: 1, delta: { content: "x" } }] }]],
    ["chat", "messages", [{ type: "message_stop" }]],
    ["chat", "messages", [{ type: "error", error: { type: "overloaded_error", message: "boom" } }]],
    ["chat", "messages", [{ type: "content_block_delta", index: 3, delta: { type: "text_delta", text: "x" } }]],
    ["chat", "messages", [{ type: "content_block_start", index: 0, content_block: { type: "server_tool_use" } }]],
    ["chat", "messages", [{ type: "message_delta", delta: { stop_reason: "pause_turn" }, usage: {} }]],
    [
      "chat",
      "messages",
      [
        { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
        { type: "content_block_delta", index: 0, delta: { type: "input_json_delta", partial_json: "{" } },
      ],
    ],
    ["chat", "gemini", [{ error: { code: 503, message: "boom", status: "UNAVAILABLE" } }]],
    ["chat", "gemini", [{ candidates: [{ content: { parts: [{ inlineData: { data: "aGk=" } }] } }] }]],
  ])("%s ← %s: %j", (surface, upstream, events) => {
    expect(() => feed(surface, upstream, events)).toThrow(MalformedAnswer);
  });

  test.each<[SurfaceWire, UpstreamWire, unknown]>([
    ["messages", "chat", { choices: [] }],
    ["messages", "chat", { choices: [{ finish_reason: null, message: { content: "x" } }] }],
    ["messages", "chat", { error: { message: "boom" } }],
    [
      "messages",
      "chat",
      {
        choices: [
          { finish_reason: "length", message: { tool_calls: [{ function: { name: "f", arguments: '{"x' } }] } },
        ],
      },
    ],
    ["chat", "messages", { content: "x", stop_reason: "end_turn" }],
    ["chat", "messages", { content: [], stop_reason: "pause_turn" }],
    ["chat", "gemini", { candidates: [] }],
    ["chat", "gemini", { candidates: [{ content: { parts: [{ text: "x" }] } }] }],
    ["chat", "gemini", null],
  ])("%s ← %s: %j", (surface, upstream, json) => {
    expect(() => answer(surface, upstream, json)).toThrow(MalformedAnswer);
  });

  test("a caller is not told the end before the upstream said it", () => {
    const { stream } = feed("messages", "chat", [delta({ content: "x" })]);
    expect(stream.isDone).toBe(false);
    expect(() => stream.end()).toThrow(MalformedAnswer);
  });

  test("events of unknown type are passed over, as Anthropic asks", () => {
    expect(feed("chat", "messages", [{ type: "ping" }, { type: "message_sparkle", index: "odd" }]).events).toEqual([]);
  });

  test("nothing that an upstream sends throws anything but MalformedAnswer", () => {
    const pair = fc.constantFrom<[SurfaceWire, UpstreamWire][]>(
      ["chat", "messages"],
      ["chat", "gemini"],
      ["messages", "chat"],
      ["messages", "gemini"],
    );
    const types = [
      "message_start",
      "content_block_start",
      "content_block_delta",
      "message_delta",
      "message_stop",
      "error",
    ];
    const inner = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom<unknown>([{ index: 0 }], [{ delta: {} }], { type: "tool_use" }, { parts: [{}] }),
    );
    const keys = [
      "choices",
      "candidates",
      "message",
      "delta",
      "content_block",
      "usage",
      "usageMetadata",
      "index",
      "error",
    ];
    const event = fc
      .tuple(fc.constantFrom(...types), fc.dictionary(fc.constantFrom(...keys), inner))
      .map(([type, fields]) => JSON.stringify({ type, ...fields }));
    const data = fc.oneof(fc.string(), fc.json(), event, fc.constant("[DONE]"));
    fc.assert(
      fc.property(pair, fc.array(data, { maxLength: 6 }), ([surface, upstream], events) => {
        try {
          feed(surface, upstream, events);
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedAnswer);
        }
      }),
      { numRuns: 500 },
    );
  });
});
