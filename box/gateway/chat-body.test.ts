import fc from "fast-check";
import { expect, test } from "vitest";
import { inputBound, outputBound, readCallShape } from "./call-shape.ts";
import { parseChatBody } from "./chat-body.ts";
import { SseFilter } from "./sse-filter.ts";
import { tokensOf } from "./usage-tokens.ts";

test("numbers that a double cannot hold survive the way through", () => {
  const text = '{"model":"m","seed":9223372036854775807,"top_p":0.1,"deep":[{"id":12345678901234567890}]}';
  expect(JSON.stringify(parseChatBody(text))).toBe(text);
});

test("any JSON object with a model passes through unchanged", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (fields) => {
      const text = JSON.stringify({ ...fields, model: "m" });
      expect(JSON.parse(JSON.stringify(parseChatBody(text)))).toEqual(JSON.parse(text));
    }),
  );
});

test("the output bound is the larger of two limits, times n; the input bound grows with the body", () => {
  const shape = readCallShape({ model: "m", messages: [{}, {}], max_tokens: 10, max_completion_tokens: 30, n: 4 });
  expect(outputBound(shape, 4096)).toBe(120);
  expect(inputBound(100, shape)).toBe(100 + 64 + 32);
  expect(outputBound(readCallShape({ model: "m" }), null)).toBeNull();
});

test("built-in tools, audio output and foreign models have no bound; functions have", () => {
  const unbounded = (fields: object) => readCallShape({ model: "m", ...fields }).unbounded?.param ?? null;
  expect(unbounded({ tools: [{ type: "function" }] })).toBeNull();
  expect(unbounded({ tools: [{ type: "web_search" }] })).toBe("tools");
  expect(unbounded({ modalities: ["text", "audio"] })).toBe("modalities");
  expect(unbounded({ models: ["other"] })).toBe("models");
  expect(unbounded({ messages: [{ content: [{ type: "text" }, { type: "file" }] }] })).toBe("messages");
  expect(unbounded({ service_tier: "auto" })).toBe("service_tier");
});

test("usage becomes disjoint buckets in each provider's way of counting; zero is not missing", () => {
  const details = { prompt_tokens_details: { cached_tokens: 40 }, completion_tokens_details: { reasoning_tokens: 30 } };
  const inside = { prompt_tokens: 100, completion_tokens: 50, total_tokens: 150, ...details };
  expect(tokensOf(inside)).toEqual({ input: 60, cacheRead: 40, output: 20, reasoning: 30 });
  const beside = { ...inside, total_tokens: 180 };
  expect(tokensOf(beside)).toEqual({ input: 60, cacheRead: 40, output: 50, reasoning: 30 });
  expect(tokensOf({ prompt_tokens: 0, completion_tokens: 0 })).toEqual({
    input: 0,
    cacheRead: 0,
    output: 0,
    reasoning: 0,
  });
  expect(tokensOf(null)).toBeNull();
  expect(tokensOf({ prompt_tokens: -1 })).toBeNull();
});

test("a stream cut into any pieces gives the same events", () => {
  const chunk = '{"choices":[{"delta":{"content":"häß"}}],"usage":null}';
  const usage = '{"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":2}}';
  const text = `data: ${chunk}\n\n: ping\n\ndata: ${usage}\n\ndata: [DONE]\n\n`;
  fc.assert(
    fc.property(fc.array(fc.nat({ max: text.length })), (cuts) => {
      const filter = new SseFilter(false);
      const edges = [0, ...cuts.toSorted((a, b) => a - b), text.length];
      const out = edges.map((edge, index) => filter.feed(text.slice(edges[index - 1] ?? 0, edge))).join("");
      expect(out.replaceAll(/: ?ping\n\n/g, "")).toBe(`data: ${chunk}\n\n`);
      expect(filter.isDone).toBe(true);
      expect(filter.tokens).toMatchObject({ input: 7, output: 2 });
    }),
  );
});
