import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AnswerContext, SseEvent, SurfaceWire, Translator, UpstreamWire } from "./dialect.ts";
import { anthropicAnswer, openAiAnswer } from "./testing/sdk-accumulate.ts";
import { type Said, upstreamAnswers } from "./testing/upstream-answers.ts";
import { translatorBetween } from "./translator.ts";
import { usageOf } from "./usage/usage-of.ts";

const context: AnswerContext = { id: "kaihe-1", createdAtSeconds: 1_700_000_000, model: "smart", wantsUsage: true };
const pairs: [SurfaceWire, UpstreamWire][] = [
  ["chat", "messages"],
  ["chat", "gemini"],
  ["messages", "chat"],
  ["messages", "gemini"],
];
const accumulate = { chat: openAiAnswer, messages: anthropicAnswer };

function between(surface: SurfaceWire, upstream: UpstreamWire): Translator {
  const translator = translatorBetween(surface, upstream);
  if (!translator) throw new Error("the two speak the same");
  return translator;
}

function streamed(translator: Translator, events: readonly SseEvent[]): SseEvent[] {
  const stream = translator.stream(context);
  const out = events.flatMap((event) => stream.feed(event));
  expect(stream.isDone).toBe(true);
  return [...out, ...stream.end()];
}

const count = fc.nat({ max: 5000 });
const said: fc.Arbitrary<Said> = fc
  .record({
    text: fc.string({ maxLength: 40 }),
    calls: fc.array(
      fc.record({
        name: fc.stringMatching(/^[a-z_]{1,8}$/),
        args: fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 3 }),
      }),
      { maxLength: 3 },
    ),
    refusal: fc.string({ maxLength: 10 }),
    stop: fc.constantFrom("end" as const, "length" as const, "refusal" as const),
    input: count,
    cached: count,
    output: count,
    reasoning: count,
  })
  .map((one) => ({
    ...one,
    calls: one.calls.map((call, index) => ({ ...call, id: `toolu_${index}` })),
    refusal: one.stop === "refusal" ? one.refusal : "",
  }));
const cuts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 });

/** Only what the API says; the clients add members of their own to it. */
function essence(surface: SurfaceWire, answer: unknown): unknown {
  // Shapes of the two vendors' SDKs, read loosely on purpose: a missing member is a difference like any other.
  const any = JSON.parse(JSON.stringify(answer));
  if (surface === "messages") {
    const { id, role, model, content, stop_reason, stop_sequence, stop_details, usage, type } = any;
    return { id, type, role, model, content, stop_reason, stop_sequence, stop_details, usage };
  }
  const { id, model, created, choices, usage } = any;
  const read = choices.map((choice: { finish_reason: string; message: Record<string, unknown> }) => ({
    reason: choice.finish_reason,
    role: choice.message.role,
    content: choice.message.content || null,
    refusal: choice.message.refusal || null,
    calls: (Array.isArray(choice.message.tool_calls) ? choice.message.tool_calls : []).map((call) => ({
      id: call.id,
      type: call.type,
      name: call.function.name,
      args: call.function.arguments,
    })),
  }));
  return { id, model, created, usage, choices: read };
}

describe.each(pairs)("%s ← %s", (surface, upstream) => {
  const translator = between(surface, upstream);

  test("a stream cut anywhere adds up, in the vendor's own client, to the answer translated whole", async () => {
    await fc.assert(
      fc.asyncProperty(said, cuts, async (one, sizes) => {
        const whole = translator.answer(upstreamAnswers[upstream].whole(one), context);
        const events = streamed(translator, upstreamAnswers[upstream].events(one, sizes));
        const gathered = await accumulate[surface](events);
        expect(essence(surface, gathered)).toEqual(essence(surface, whole));
      }),
      { numRuns: 60 },
    );
  });

  test("usage is the same on both sides", () => {
    fc.assert(
      fc.property(said, (one) => {
        const json = upstreamAnswers[upstream].whole(one);
        expect(usageOf(surface, translator.answer(json, context))).toEqual(usageOf(upstream, json));
      }),
    );
  });

  test("words and calls arrive as they were said; thinking does not", () => {
    const one: Said = {
      text: "Let me look.",
      calls: [
        { id: "toolu_1", name: "weather", args: { city: "Köln" } },
        { id: "toolu_2", name: "time", args: {} },
      ],
      refusal: "",
      stop: "end",
      input: 5,
      cached: 2,
      output: 3,
      reasoning: 1,
    };
    const answer = JSON.stringify(translator.answer(upstreamAnswers[upstream].whole(one), context));
    for (const word of ["Let me look.", "weather", "Köln", "time"]) expect(answer).toContain(word);
    expect(answer).not.toContain("hm");
    expect(answer).toContain(surface === "chat" ? '"finish_reason":"tool_calls"' : '"stop_reason":"tool_use"');
  });
});

test.each<[UpstreamWire, Said["stop"], string, string]>([
  ["messages", "end", "stop", ""],
  ["messages", "length", "length", ""],
  ["messages", "refusal", "content_filter", ""],
  ["gemini", "end", "stop", ""],
  ["gemini", "length", "length", ""],
  ["gemini", "refusal", "content_filter", ""],
  ["chat", "end", "", "end_turn"],
  ["chat", "length", "", "max_tokens"],
  ["chat", "refusal", "", "refusal"],
  ["gemini", "end", "", "end_turn"],
  ["gemini", "length", "", "max_tokens"],
  ["gemini", "refusal", "", "refusal"],
])("%s ending with %s is called %s%s", (upstream, stop, asChat, asMessages) => {
  const plain: Said = { text: "x", calls: [], refusal: "", stop, input: 1, cached: 0, output: 1, reasoning: 0 };
  const surface = asChat === "" ? "messages" : "chat";
  const answer = JSON.stringify(between(surface, upstream).answer(upstreamAnswers[upstream].whole(plain), context));
  expect(answer).toContain(asChat === "" ? `"stop_reason":"${asMessages}"` : `"finish_reason":"${asChat}"`);
});

test("the usage chunk reaches only those who asked for it", () => {
  const plain: Said = { text: "x", calls: [], refusal: "", stop: "end", input: 1, cached: 0, output: 1, reasoning: 0 };
  const stream = between("chat", "messages").stream({ ...context, wantsUsage: false });
  const events = upstreamAnswers.messages.events(plain, [1]).flatMap((event) => stream.feed(event));
  expect([...events, ...stream.end()].some(({ data }) => data.includes("usage"))).toBe(false);
});

test("the same API on both sides needs no translator", () => {
  expect(translatorBetween("chat", "chat")).toBeNull();
  expect(translatorBetween("messages", "messages")).toBeNull();
});
