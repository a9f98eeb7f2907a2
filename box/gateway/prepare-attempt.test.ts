import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { costNanos } from "../../lib/prices/cost.ts";
import { type ProviderModel, unknownAbilities } from "../../lib/protocol/config.ts";
import type { ProviderKind } from "../../lib/protocol/provider-kind.ts";
import { noTokens, type Tokens } from "../../lib/protocol/usage.ts";
import { documentOf, modelOf, practiceConnection, ruleOf } from "../testing/world.ts";
import type { Api } from "./api.ts";
import { GatewayError } from "./gateway-error.ts";
import { prepareAttempt } from "./prepare-attempt.ts";
import { readShape } from "./shape/read-shape.ts";
import { distinctPrice } from "./testing/distinct-price.ts";

type Given = {
  api?: Api;
  kind?: ProviderKind;
  hasBudget?: boolean;
  model?: Partial<ProviderModel>;
  nowMs?: number;
  baseUrl?: string;
};

function prepare(fields: object, given: Given = {}) {
  const {
    api = "chat",
    kind = "openai",
    hasBudget = true,
    model = {},
    nowMs = 0,
    baseUrl = "http://p.test/v1",
  } = given;
  const connection = practiceConnection(1, baseUrl, { kind });
  const budgets = hasBudget ? [ruleOf(1, { name: "Team" })] : [];
  const config = { document: documentOf(1, [connection], { budgets }), keys: new Map() };
  const body = { model: "smart", ...(api === "chat" ? { messages: [] } : {}), ...fields };
  const target = { connection, model: modelOf("practice-small", { maxOutputTokens: 100, ...model }) };
  const prepared = prepareAttempt({ config, api, body, shape: readShape(api, body), agent: null }, target, nowMs);
  const sent: Record<string, unknown> = JSON.parse(prepared.bodyText);
  return { prepared, sent };
}

function refusal(fields: object, given: Given = {}): string {
  try {
    prepare(fields, given);
  } catch (error) {
    if (error instanceof GatewayError) return error.code;
    throw error;
  }
  return "prepared";
}

test("under a budget every provider is told an output limit that it understands", () => {
  expect(prepare({}).sent).toMatchObject({ model: "practice-small", max_completion_tokens: 100 });
  expect(prepare({}, { kind: "openai_compatible" }).sent).toMatchObject({ max_tokens: 100 });
  expect(prepare({}, { kind: "local" }).sent).toMatchObject({ max_tokens: 100 });
  expect(prepare({ max_completion_tokens: 7 }, { kind: "openai_compatible" }).sent).toMatchObject({ max_tokens: 7 });
  expect(prepare({ max_tokens: 7 }).sent).not.toHaveProperty("max_completion_tokens");
  expect(prepare({ input: "Hi" }, { api: "responses" }).sent).toMatchObject({ max_output_tokens: 100 });
  expect(prepare({ input: "Hi", max_output_tokens: 7 }, { api: "responses" }).sent).toMatchObject({
    max_output_tokens: 7,
  });
  const messages = [{ role: "user", content: "Hi" }];
  expect(prepare({ messages }, { kind: "anthropic" }).sent).toMatchObject({ max_tokens: 100 });
  expect(prepare({ messages, max_tokens: 7 }, { kind: "anthropic" }).sent).toMatchObject({ max_tokens: 7 });
  expect(prepare({ messages }, { kind: "gemini" }).sent).toMatchObject({ generationConfig: { maxOutputTokens: 100 } });
});

test("under a budget OpenAI is told the tier that the price is of; no other provider is, and no caller is overruled", () => {
  const tier = (fields: object, given: Given = {}) => prepare(fields, given).sent.service_tier;
  const messages = [{ role: "user", content: "Hi" }];
  expect(tier({})).toBe("default");
  expect(tier({ service_tier: null })).toBe("default");
  expect(tier({ input: "Hi" }, { api: "responses" })).toBe("default");
  expect(tier({ messages, max_tokens: 9 }, { api: "messages" })).toBe("default");
  for (const kind of ["azure_openai", "openai_compatible", "local", "practice"] as const) {
    expect(tier({}, { kind })).toBeUndefined();
  }
  expect(tier({ input: "Hi" }, { api: "embeddings" })).toBeUndefined();
  expect(tier({}, { hasBudget: false })).toBeUndefined();
  expect(tier({ service_tier: "auto" }, { hasBudget: false })).toBe("auto");
  for (const asked of ["auto", "flex", "priority", "scale"]) {
    expect(refusal({ service_tier: asked })).toBe("unbounded_price");
    expect(refusal({ service_tier: asked, input: "Hi" }, { api: "responses" })).toBe("unbounded_price");
  }
});

test("without a budget nothing but the model's name and the usage of streams is changed", () => {
  const { sent } = prepare({ stream: true, stream_options: { other: 1 } }, { hasBudget: false });
  expect(sent).toEqual({
    model: "practice-small",
    messages: [],
    stream: true,
    stream_options: { other: 1, include_usage: true },
  });
  const body = { input: "Hi", stream: true, odd: { field: [1, null] } };
  expect(prepare(body, { api: "responses", hasBudget: false }).sent).toEqual({ model: "practice-small", ...body });
});

test("Mistral, which refuses to be asked for the usage it always tells, is not asked, whoever does the asking", () => {
  const given = { kind: "openai_compatible", baseUrl: "https://api.mistral.ai/v1" } as const;
  const body = { stream: true, stream_options: { include_usage: true } };
  expect(prepare(body, given).sent).not.toHaveProperty("stream_options");
  const messages = [{ role: "user", content: "Hi" }];
  const translated = prepare({ stream: true, max_tokens: 9, messages }, { ...given, api: "messages" });
  expect(translated.sent).not.toHaveProperty("stream_options");
  expect(prepare(body, { ...given, baseUrl: "https://mistral.ai.example/v1" }).sent).toHaveProperty("stream_options");
});

test("a model that costs nothing needs no limit, whatever the budget", () => {
  const rates = { ...distinctPrice.tiers[0]?.rates };
  const nothing = Object.fromEntries(Object.keys(rates).map((bucket) => [bucket, 0n]));
  const free = { ...distinctPrice, requestNanos: 0n, webSearchNanos: 0n };
  const tiers = [{ aboveInputTokens: 0, rates: { ...distinctPrice.tiers[0]?.rates, ...nothing } }];
  const model = { maxOutputTokens: null, prices: [{ fromMs: 0, daily: null, price: { ...free, tiers } }] };
  // The spread of all nine buckets is what Rates is.
  const { prepared, sent } = prepare({}, { model: model as Partial<ProviderModel> });
  expect(prepared.holdNanos).toBe(0n);
  expect(sent).not.toHaveProperty("max_completion_tokens");
});

test("under a budget a call is refused whose price, length or content has no bound; without one it passes", () => {
  const file = { messages: [{ role: "user", content: [{ type: "file", file: { file_id: "f" } }] }] };
  const image = {
    messages: [{ role: "user", content: [{ type: "image_url", image_url: { url: "https://i.test/a" } }] }],
  };
  const cases: [string, object, Given][] = [
    ["model_unpriced", {}, { model: { prices: [] } }],
    ["max_tokens_required", {}, { model: { maxOutputTokens: null } }],
    ["unbounded_input", file, {}],
    ["unbounded_price", { service_tier: "flex" }, {}],
    ["unbounded_input", image, { kind: "openai_compatible" }],
  ];
  for (const [code, fields, given] of cases) {
    expect(refusal(fields, given)).toBe(code);
    expect(refusal(fields, { ...given, hasBudget: false })).toBe("prepared");
  }
  expect(refusal(image)).toBe("prepared");
});

test("what a target's API cannot carry is refused by name", () => {
  expect(refusal({ input: "Hi" }, { api: "embeddings", kind: "anthropic" })).toBe("unsupported_api");
  expect(refusal({ input: "Hi" }, { api: "responses", kind: "gemini" })).toBe("unsupported_api");
  const messages = [{ role: "user", content: "Hi" }];
  expect(refusal({ messages, logit_bias: { 1: 1 } }, { kind: "anthropic" })).toBe("unsupported_parameter");
});

test("a body too deep to be written down again is refused like one that cannot be read", () => {
  let deep: unknown = "x";
  for (let depth = 0; depth < 200_000; depth++) deep = [deep];
  expect(refusal({ messages: deep }, { hasBudget: false })).toBe("invalid_json");
  expect(refusal({ input: deep }, { api: "responses", hasBudget: false })).toBe("invalid_json");
});

test("the hold covers every price that can come into force while the call runs", () => {
  const dearer = { ...distinctPrice, requestNanos: distinctPrice.requestNanos * 1000n };
  const points = (fromMs: number) => [
    { fromMs: 0, daily: null, price: distinctPrice },
    { fromMs, daily: null, price: dearer },
  ];
  const plain = prepare({}, { model: { prices: points(100 * 3_600_000) } }).prepared;
  const soon = prepare({}, { model: { prices: points(1_800_000) } }).prepared;
  expect(soon.holdNanos - plain.holdNanos).toBe(dearer.requestNanos - distinctPrice.requestNanos);
  expect(soon.price).toBe(distinctPrice);
});

/** Anything that is words, as a request of each API. */
const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.string({ unit: "grapheme", maxLength: 100 }),
);
const anyBody = (api: Api) =>
  fc
    .record({ text: anyText, limit: fc.integer({ min: 1, max: 5000 }), n: fc.integer({ min: 1, max: 4 }) })
    .map(({ text, limit, n }) => {
      const messages = [{ role: "user", content: text === "" ? "-" : text }];
      if (api === "chat") return { fields: { messages, max_tokens: limit, n }, most: limit * n, text };
      if (api === "messages") return { fields: { messages, max_tokens: limit }, most: limit, text };
      if (api === "responses") return { fields: { input: text, max_output_tokens: limit }, most: limit, text };
      return { fields: { input: [text] }, most: 0, text };
    });
const ways: [Api, ProviderKind][] = [
  ["chat", "openai"],
  ["chat", "azure_openai"],
  ["chat", "openai_compatible"],
  ["chat", "local"],
  ["chat", "gemini"],
  ["responses", "openai"],
  ["embeddings", "openai"],
  ["messages", "anthropic"],
  ["messages", "openai"],
  ["messages", "gemini"],
];

/** Any way to spread tokens over the buckets that text can fall into. */
function spread(total: number, cuts: readonly number[]): number[] {
  const edges = [0, ...cuts.map((cut) => Math.floor(cut * total)).toSorted((a, b) => a - b), total];
  return edges.slice(1).map((edge, index) => edge - (edges[index] ?? 0));
}

describe.each(ways)("%s on %s", (api, kind) => {
  test("no answer within the limits costs more than the hold, whatever the text and however it is billed", () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(anyBody(api), fc.tuple(share, share, share), ({ fields, most, text }, [one, two, three]) => {
        const model = {
          maxOutputTokens: 8192,
          prices: [{ fromMs: 0, daily: null, price: distinctPrice }],
          abilities: unknownAbilities,
        };
        const { prepared } = prepare(fields, { api, kind, model });
        const [input = 0, cacheRead = 0, cacheWrite5m = 0] = spread(Buffer.byteLength(text), [one, two]);
        const [output = 0, reasoning = 0] = spread(most, [three]);
        // Anthropic writes to its cache only where it is told to.
        const write = kind === "anthropic" ? { input: input + cacheWrite5m } : { input, cacheWrite5m };
        const worst: Tokens = { ...noTokens, ...write, cacheRead, output, reasoning };
        expect(costNanos(distinctPrice, worst)).toBeLessThanOrEqual(prepared.holdNanos);
      }),
    );
  });
});

describe.each(["openai", "anthropic"] as const)("images for %s", (kind) => {
  test("however long a data URL says it is, the words beside it stay inside the hold", () => {
    const image = (url: string) => ({ type: "image_url", image_url: { url } });
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 2000 }), fc.boolean(), (text, length, hasParameters) => {
        const head = hasParameters ? `data:image/png;name=${"x".repeat(length)};base64,` : "data:image/png;base64,";
        const content = [{ type: "text", text: `${text}.` }, image(`${head}${"AAAA".repeat(length)}`)];
        const fields = { messages: [{ role: "user", content }], max_tokens: 1 };
        const model = { prices: [{ fromMs: 0, daily: null, price: distinctPrice }] };
        if (refusal(fields, { kind, model }) !== "prepared") return;
        const { prepared } = prepare(fields, { kind, model });
        const input = Buffer.byteLength(text) + 4784;
        expect(costNanos(distinctPrice, { ...noTokens, input, output: 1 })).toBeLessThanOrEqual(prepared.holdNanos);
      }),
    );
  });
});
