import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { costNanos } from "../../prices/cost.ts";
import { fillRates } from "../../prices/fill-rates.ts";
import { priceOf } from "../../prices/price-hash.ts";
import { noTokens } from "../../protocol/usage.ts";
import { makerOf, partiesOf } from "./names.ts";
import { chargesOf, femtosPerNano, femtosText } from "./rows.ts";

const price = (input: bigint, output: bigint, requestNanos = 0n) =>
  priceOf({
    tiers: [
      { aboveInputTokens: 0, rates: fillRates({ input, output, cacheRead: input / 10n }) },
      { aboveInputTokens: 200_000, rates: fillRates({ input: input * 2n, output: output * 2n }) },
    ],
    requestNanos,
    webSearchNanos: 10_000_000n,
  });
const call = fc.record({ input: fc.nat(300_000), cacheRead: fc.nat(50_000), output: fc.nat(9000) });
const rate = fc.bigInt({ min: 0n, max: 75_000_000_000n });

test("charges sum to the metered cost exactly, and each is its quantity times its price", () => {
  fc.assert(
    fc.property(
      fc.array(call, { maxLength: 20 }),
      rate,
      rate,
      fc.bigInt({ min: 0n, max: 10_000n }),
      (calls, input, output, fee) => {
        const contracted = price(input, output, fee);
        const list = price(input * 2n, output * 2n, fee);
        const sum = (name: "input" | "cacheRead" | "output") => calls.reduce((total, one) => total + one[name], 0);
        const tokens = { ...noTokens, input: sum("input"), cacheRead: sum("cacheRead"), output: sum("output") };
        const cost = calls.reduce((total, one) => total + costNanos(contracted, { ...noTokens, ...one }), 0n);
        const metered = { tokens, webSearches: 0n, requests: BigInt(calls.length), costNanos: cost };
        const charges = chargesOf(metered, { list, contracted });
        expect(charges.reduce((sum, { costFemtos }) => sum + costFemtos, 0n)).toBe(cost * femtosPerNano);
        for (const { quantity, unitFemtos, listUnitFemtos, costFemtos, listFemtos } of charges) {
          if (quantity === null) continue;
          expect(quantity * (unitFemtos ?? -1n)).toBe(costFemtos);
          expect(quantity * (listUnitFemtos ?? -1n)).toBe(listFemtos);
        }
        // Calls of one tier leave over what each was rounded up by, less than a nano-dollar.
        const isOneTier = calls.every((one) => one.input + one.cacheRead <= 200_000);
        const left = charges.find(({ meter }) => meter === "adjustment")?.costFemtos ?? 0n;
        if (isOneTier) expect(left >= 0n && left < BigInt(calls.length || 1) * femtosPerNano).toBe(true);
      },
    ),
  );
});

test("without a price the whole cost is an adjustment", () => {
  const metered = { tokens: { ...noTokens, input: 5 }, webSearches: 0n, requests: 1n, costNanos: 77n };
  expect(chargesOf(metered, { list: null, contracted: null })).toEqual([
    expect.objectContaining({ meter: "adjustment", quantity: null, costFemtos: 77n * femtosPerNano }),
  ]);
});

test("amounts are exact numerals", () => {
  expect(femtosText(2_500_000_000n)).toBe("0.0000025");
  expect(femtosText(-1n)).toBe("-0.000000000000001");
  expect(femtosText(3n * 10n ** 15n)).toBe("3");
});

describe("who is behind a connection", () => {
  const at = (kind: string, baseUrl: string, channel: "direct" | "cloud" | "middleware" = "direct") =>
    partiesOf({ kind, baseUrl, name: "Ours", channel });
  test("is its maker when bought directly, the cloud when bought there, the reseller otherwise", () => {
    expect(at("anthropic", "https://api.anthropic.com")).toMatchObject({
      serviceProvider: "Anthropic",
      invoiceIssuer: "Anthropic",
    });
    const bedrock = at("openai_compatible", "https://bedrock-runtime.us-east-1.amazonaws.com/openai/v1", "cloud");
    expect(bedrock).toMatchObject({ serviceProvider: "AWS", host: "AWS", invoiceIssuer: "AWS" });
    expect(at("openai_compatible", "https://openrouter.ai/api/v1", "middleware")).toMatchObject({
      host: null,
      invoiceIssuer: "OpenRouter",
    });
    expect(at("openai_compatible", "https://llm.example")).toMatchObject({ serviceProvider: "Ours" });
  });

  test.each([
    ["us.anthropic.claude-3-7-sonnet-20250219-v1:0", "Anthropic"],
    ["openai/gpt-4o", "OpenAI"],
    ["openai.gpt-oss-120b-1:0", "OpenAI"],
    ["meta-llama/Llama-3.3-70B-Instruct-Turbo", "Meta"],
    ["amazon.nova-pro-v1:0", "Amazon"],
    ["something-of-our-own", null],
  ])("%s was made by %s", (model, maker) => expect(makerOf(model)).toBe(maker));
});
