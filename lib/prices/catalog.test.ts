import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { bookEdition, catalogModel, catalogTargets, listPrices, offeredModel } from "./catalog.ts";
import { priceAt } from "./cost.ts";

const atMs = Date.parse("2026-11-01T12:00:00Z");
const always = (basisPoints: number) => ({
  ...{ id: "dsc_1", model: null, modelFamily: null, endsAt: null, basisPoints },
  ...{ startsAt: new Date(0).toISOString(), createdAt: new Date(0).toISOString() },
});
const openai = { kind: "openai", baseUrl: "https://api.openai.com/v1" } as const;
const anthropic = { kind: "anthropic", baseUrl: "https://api.anthropic.com" } as const;
const priced = (place: Parameters<typeof listPrices>[0], model: string, ms = atMs) =>
  priceAt(listPrices(place, model) ?? [], ms);

test("tiers on the whole request are kept: gpt-5.5 costs double from 272,000 input tokens on", () => {
  const price = priced(openai, "gpt-5.5");
  expect(
    price?.tiers.map(({ aboveInputTokens, rates }) => [aboveInputTokens, rates.input, rates.cacheRead, rates.output]),
  ).toEqual([
    [0, 5_000_000_000n, 500_000_000n, 30_000_000_000n],
    [271_999, 10_000_000_000n, 1_000_000_000n, 45_000_000_000n],
  ]);
});

test("a price that began on a day counts from that day: claude-sonnet-4-6 lost its tiers on 2026-03-13", () => {
  expect(priced(anthropic, "claude-sonnet-4-6", Date.parse("2026-03-12T23:59:59Z"))?.tiers).toHaveLength(2);
  expect(priced(anthropic, "claude-sonnet-4-6", Date.parse("2026-03-13T00:00:00Z"))?.tiers).toHaveLength(1);
});

test("cache writes of five minutes and of an hour, and searches, have Anthropic's own prices", () => {
  const price = priced(anthropic, "claude-sonnet-4-6");
  const rates = price?.tiers[0]?.rates;
  expect([rates?.input, rates?.cacheWrite5m, rates?.cacheWrite1h]).toEqual([
    3_000_000_000n,
    3_750_000_000n,
    6_000_000_000n,
  ]);
  expect(price?.webSearchNanos).toBe(10_000_000n);
});

test("prices by time of day change with the hour: deepseek-v4-flash", () => {
  const deepseek = { kind: "openai_compatible", baseUrl: "https://api.deepseek.com/v1" } as const;
  const input = (time: string) =>
    priced(deepseek, "deepseek-v4-flash", Date.parse(`2026-11-01T${time}Z`))?.tiers[0]?.rates.input;
  expect(input("02:00:00")).toBe(input("07:00:00"));
  expect(input("02:00:00")).not.toBe(input("05:00:00"));
});

test("DashScope's Qwen models are priced, with their tiers, at its addresses only", () => {
  const dashscope = {
    kind: "openai_compatible",
    baseUrl: "https://dashscope-intl.aliyuncs.com/compatible-mode/v1",
  } as const;
  expect(priced(dashscope, "qwen3-max")?.tiers.map(({ aboveInputTokens }) => aboveInputTokens)).toEqual([
    0, 32_000, 128_000,
  ]);
  expect(listPrices({ kind: "openai_compatible", baseUrl: "https://llm.example/v1" }, "qwen3-max")).toBeNull();
});

test("a deployment of Azure OpenAI has the price of the model behind it", () => {
  const azure = { kind: "azure_openai", baseUrl: "https://acme.openai.azure.com" } as const;
  const model = catalogModel(azure, "our-chat", "gpt-4o-mini");
  expect(model).toMatchObject({ id: "our-chat", basedOn: "gpt-4o-mini", priceSource: "book", maxOutputTokens: 16_384 });
  expect(catalogModel(azure, "our-chat").priceSource).toBe("none");
});

test("a model nobody knows has no price, and is offered all the same", () => {
  const model = catalogModel({ kind: "openai_compatible", baseUrl: "https://llm.example/v1" }, "my-own-finetune");
  expect(model).toMatchObject({ id: "my-own-finetune", listPrices: [], priceSource: "none", maxOutputTokens: null });
});

test("what is billed by something else than tokens has no price that could be kept to", () => {
  expect(listPrices(openai, "whisper-1")).toBeNull();
  expect(listPrices(openai, "gpt-image-1")).toBeNull();
});

test("the same price has the same hash, another one another; a discount is another price", () => {
  expect(priced(openai, "gpt-5.5")?.hash).toBe(priced(openai, "gpt-5.5")?.hash);
  expect(priced(openai, "gpt-5.5")?.hash).not.toBe(priced(openai, "gpt-4o-mini")?.hash);
  const model = catalogModel(openai, "gpt-4o-mini");
  const list = priceAt(offeredModel(model, []).prices, atMs);
  const less = priceAt(offeredModel(model, [always(2500)]).prices, atMs);
  expect(list?.tiers[0]?.rates.input).toBe(150_000_000n);
  expect(less?.tiers[0]?.rates.input).toBe(112_500_000n);
  expect(less?.hash).not.toBe(list?.hash);
});

test("an undated discount leaves every point where it was, under the hash it always had", () => {
  const { prices } = offeredModel(catalogModel(anthropic, "claude-sonnet-4-6"), [always(1250)]);
  expect(prices.map(({ fromMs, price }) => [fromMs, price.hash])).toMatchInlineSnapshot(`
    [
      [
        0,
        "443cb465492b3ed8691afda95646428a98c478888f68a6cf24b07ccd9fdab7c8",
      ],
      [
        1773360000000,
        "53b97884980f1f829a24bed86fe5eb3107968966daf6dc6e79fe1ec85307c4ce",
      ],
    ]
  `);
});

test("what can be thought of before it is connected is text models that are sold, with everything known", () => {
  const ids = catalogTargets().map(({ kind, model }) => `${kind}/${model.id}`);
  expect(ids).toEqual(
    expect.arrayContaining(["openai/gpt-5-mini", "anthropic/claude-haiku-4-5", "gemini/gemini-2.5-flash"]),
  );
  expect(ids.filter((id) => /gpt-3|claude-3|gemini-(1|pro|flash)|audio|preview|gemini\/claude/.test(id))).toEqual([]);
  for (const { model } of catalogTargets()) {
    expect(model.listPrices.length).toBeGreaterThan(0);
    expect([model.contextTokens, model.maxOutputTokens]).not.toContain(null);
  }
});

test("practice models are priced and bounded, so that a first call works under a budget", () => {
  for (const id of ["practice-small", "practice-large", "practice-reasoner"]) {
    const model = catalogModel({ kind: "practice", baseUrl: "http://127.0.0.1:7072/v1" }, id);
    expect(model.listPrices).toHaveLength(1);
    expect(model.maxOutputTokens).toBe(4096);
  }
});

test("the edition that is written down is the one that is installed", () => {
  // Our own file, pinned to exact versions.
  const { dependencies } = JSON.parse(readFileSync("package.json", "utf8")) as { dependencies: Record<string, string> };
  expect(bookEdition).toContain(`genai-prices ${dependencies["@pydantic/genai-prices"]},`);
});
