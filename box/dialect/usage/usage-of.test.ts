import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { inputTokensOf, outputTokensOf } from "../../../lib/prices/cost.ts";
import { noTokens } from "../../../lib/protocol/usage.ts";
import { usageOf } from "./usage-of.ts";

const prompt = (details: object) => ({ prompt_tokens: 100, completion_tokens: 50, total_tokens: 150, ...details });
const reasoned = { completion_tokens_details: { reasoning_tokens: 30 } };

/** What each vendor's usage object means, in its own way of counting. */
const cases: [string, Parameters<typeof usageOf>[0], object, object, number?][] = [
  [
    "OpenAI counts cached, audio and written tokens inside the prompt, reasoning and audio inside the completion",
    "chat",
    {
      usage: prompt({
        prompt_tokens_details: { cached_tokens: 40, audio_tokens: 10, cache_write_tokens: 20, text_tokens: 90 },
        completion_tokens_details: { reasoning_tokens: 30, audio_tokens: 5, accepted_prediction_tokens: 0 },
      }),
    },
    {
      input: 30,
      cacheRead: 40,
      cacheWrite5m: 20,
      audioInput: 10,
      output: 15,
      reasoning: 30,
      audioOutput: 5,
    },
  ],
  [
    "xAI counts reasoning beside the completion, which the total gives away",
    "chat",
    { usage: { ...prompt({ prompt_tokens_details: { cached_tokens: 40 }, ...reasoned }), total_tokens: 180 } },
    { input: 60, cacheRead: 40, output: 50, reasoning: 30 },
  ],
  [
    "Gemini's compatible API counts more reasoning than completion: it can only be beside",
    "chat",
    {
      usage: {
        prompt_tokens: 7,
        completion_tokens: 2,
        total_tokens: 409,
        completion_tokens_details: { reasoning_tokens: 400 },
      },
    },
    { input: 7, output: 2, reasoning: 400 },
  ],
  [
    "DeepSeek names cache hits on their own",
    "chat",
    { usage: prompt({ prompt_cache_hit_tokens: 64, prompt_cache_miss_tokens: 36 }) },
    { input: 36, cacheRead: 64, output: 50 },
  ],
  [
    "DashScope names cache writes as Anthropic does, inside the details",
    "chat",
    { usage: prompt({ prompt_tokens_details: { cached_tokens: 0, cache_creation_input_tokens: 80 } }) },
    { input: 20, cacheWrite5m: 80, output: 50 },
  ],
  [
    "image output has its own bucket",
    "chat",
    { usage: prompt({ completion_tokens_details: { image_tokens: 45 } }) },
    { input: 100, output: 5, imageOutput: 45 },
  ],
  ["Perplexity bills searches", "chat", { usage: prompt({ num_search_queries: 3 }) }, { input: 100, output: 50 }, 3],
  ["zero is not missing", "chat", { usage: { prompt_tokens: 0, completion_tokens: 0 } }, {}],
  [
    "Responses: cached and written inside the input, reasoning inside the output, searches are items of the output",
    "responses",
    {
      output: [{ type: "web_search_call" }, { type: "message" }, { type: "web_search_call" }],
      usage: {
        input_tokens: 100,
        output_tokens: 50,
        input_tokens_details: {
          cached_tokens: 40,
          cache_write_tokens: 30,
          cache_write_tokens_details: { ttl_12h_tokens: 10, ttl_30m_tokens: 20 },
        },
        output_tokens_details: { reasoning_tokens: 20 },
        total_tokens: 150,
      },
    },
    { input: 30, cacheRead: 40, cacheWrite5m: 20, cacheWrite1h: 10, output: 30, reasoning: 20 },
    2,
  ],
  ["embeddings have no output", "embeddings", { usage: { prompt_tokens: 8, total_tokens: 8 } }, { input: 8 }],
  ["embeddings with the total alone", "embeddings", { usage: { total_tokens: 8 } }, { input: 8 }],
  [
    "Anthropic counts cache reads and writes beside the input and splits writes by lifetime",
    "messages",
    {
      usage: {
        input_tokens: 10,
        cache_read_input_tokens: 200,
        cache_creation_input_tokens: 30,
        cache_creation: { ephemeral_5m_input_tokens: 20, ephemeral_1h_input_tokens: 10 },
        output_tokens: 50,
        output_tokens_details: { thinking_tokens: 12 },
        server_tool_use: { web_search_requests: 2, web_fetch_requests: 0 },
        service_tier: "standard",
      },
    },
    { input: 10, cacheRead: 200, cacheWrite5m: 20, cacheWrite1h: 10, output: 38, reasoning: 12 },
    2,
  ],
  [
    "Anthropic without the split: five minutes",
    "messages",
    { usage: { input_tokens: 10, cache_creation_input_tokens: 30, cache_read_input_tokens: null, output_tokens: 1 } },
    { input: 10, cacheWrite5m: 30, output: 1 },
  ],
  [
    "Gemini counts cached tokens inside the prompt, thoughts and its tools' results beside",
    "gemini",
    {
      candidates: [{ groundingMetadata: { webSearchQueries: ["a", "b"] } }],
      usageMetadata: {
        promptTokenCount: 100,
        cachedContentTokenCount: 40,
        candidatesTokenCount: 50,
        thoughtsTokenCount: 30,
        toolUsePromptTokenCount: 9,
        totalTokenCount: 189,
        promptTokensDetails: [
          { modality: "TEXT", tokenCount: 80 },
          { modality: "AUDIO", tokenCount: 20 },
        ],
        cacheTokensDetails: [{ modality: "AUDIO", tokenCount: 5 }],
        candidatesTokensDetails: [{ modality: "IMAGE", tokenCount: 12 }],
      },
    },
    { input: 54, cacheRead: 40, audioInput: 15, output: 38, reasoning: 30, imageOutput: 12 },
    2,
  ],
  [
    "Gemini leaves zeros out: thoughts took all there was",
    "gemini",
    { usageMetadata: { promptTokenCount: 10, thoughtsTokenCount: 90, totalTokenCount: 100 } },
    { input: 10, reasoning: 90 },
  ],
];

describe("usage becomes disjoint buckets in each vendor's way of counting", () => {
  test.each(cases)("%s", (_title, wire, json, tokens, webSearches = 0) => {
    expect(usageOf(wire, json)).toEqual({ tokens: { ...noTokens, ...tokens }, webSearches });
  });
});

test.each<[Parameters<typeof usageOf>[0], unknown]>([
  ["chat", null],
  ["chat", { usage: null }],
  ["chat", { usage: { prompt_tokens: -1, completion_tokens: 1 } }],
  ["chat", { usage: { prompt_tokens: 4 } }],
  ["chat", { usage: { prompt_tokens: 4.5, completion_tokens: 1 } }],
  ["responses", { output: [] }],
  ["embeddings", { usage: {} }],
  ["messages", { usage: { output_tokens: 4 } }],
  ["messages", { usage: { input_tokens: "4", output_tokens: 4 } }],
  ["gemini", { usageMetadata: {} }],
  ["gemini", { usageMetadata: { promptTokenCount: 3 } }],
  ["gemini", { usageMetadata: { promptTokenCount: 3, totalTokenCount: 2 } }],
])("missing or senseless usage of %s is nothing, not zero: %j", (wire, json) => {
  expect(usageOf(wire, json)).toBeNull();
});

const count = fc.nat({ max: 1_000_000 });

test("the buckets add up to the documented totals, whatever the details claim", () => {
  fc.assert(
    fc.property(count, count, count, count, count, count, count, (p, c, cached, audio, written, reasoning, image) => {
      const chat = usageOf("chat", {
        usage: {
          prompt_tokens: p,
          completion_tokens: c,
          prompt_tokens_details: { cached_tokens: cached, audio_tokens: audio, cache_write_tokens: written },
          completion_tokens_details: { reasoning_tokens: reasoning, audio_tokens: audio, image_tokens: image },
        },
      });
      const beside = reasoning > c ? reasoning : 0;
      expect(chat && [inputTokensOf(chat.tokens), outputTokensOf(chat.tokens)]).toEqual([p, c + beside]);

      const anthropic = usageOf("messages", {
        usage: {
          input_tokens: p,
          output_tokens: c,
          cache_read_input_tokens: cached,
          cache_creation_input_tokens: written,
          cache_creation: { ephemeral_1h_input_tokens: audio },
          output_tokens_details: { thinking_tokens: reasoning },
        },
      });
      expect(anthropic && [inputTokensOf(anthropic.tokens), outputTokensOf(anthropic.tokens)]).toEqual([
        p + cached + written,
        c,
      ]);

      const gemini = usageOf("gemini", {
        usageMetadata: {
          promptTokenCount: p,
          cachedContentTokenCount: cached,
          candidatesTokenCount: c,
          thoughtsTokenCount: reasoning,
          toolUsePromptTokenCount: written,
          promptTokensDetails: [{ modality: "AUDIO", tokenCount: audio }],
          candidatesTokensDetails: [{ modality: "IMAGE", tokenCount: image }],
        },
      });
      expect(gemini && [inputTokensOf(gemini.tokens), outputTokensOf(gemini.tokens)]).toEqual([
        p + written,
        c + reasoning,
      ]);
      for (const { tokens } of [chat, anthropic, gemini].filter((one) => one !== null)) {
        expect(Object.values(tokens).every((value) => value >= 0)).toBe(true);
      }
    }),
  );
});
