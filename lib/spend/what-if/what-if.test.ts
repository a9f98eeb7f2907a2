import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { costNanos } from "../../prices/cost.ts";
import { fillRates } from "../../prices/fill-rates.ts";
import { unknownAbilities } from "../../protocol/config.ts";
import type { Price, PriceSchedule } from "../../protocol/price.ts";
import { tokenBuckets } from "../../protocol/token-buckets.ts";
import { noTokens, type Tokens } from "../../protocol/usage.ts";
import { findCaveats } from "./caveats.ts";
import { type Choices, planOf, sourceKey, targetKey } from "./plan.ts";
import { costAt, perMonth, reprice } from "./reprice.ts";
import type { WhatIf, WhatIfSource, WhatIfTarget } from "./schema.ts";
import { suggest } from "./suggest.ts";

const usd = 1_000_000_000n;
const nowMs = Date.parse("2026-11-23T10:00:00Z");
const price = (input: bigint, output = input): Price => ({
  hash: "",
  tiers: [{ aboveInputTokens: 0, rates: fillRates({ input, output }) }],
  requestNanos: 0n,
  webSearchNanos: 0n,
});
const always = (one: Price): PriceSchedule => [{ fromMs: 0, daily: null, price: one }];

const source = (facts: Partial<WhatIfSource> = {}): WhatIfSource => ({
  ...{ connectionId: "prv_a", connectionName: "A", model: "gpt-5", basedOn: null, routes: [], sample: null },
  ...{ contextTokens: 100_000, maxOutputTokens: 4_000, abilities: unknownAbilities },
  ...{ requests: 1000, errors: 0, tokens: { ...noTokens, input: 10_000_000, output: 1_000_000 }, webSearches: 0 },
  costNanos: 100n * usd,
  ...facts,
});
const target = (facts: Partial<WhatIfTarget> = {}): WhatIfTarget => ({
  ...{ connectionId: "prv_b", name: "B", kind: "openai", channel: "direct", model: "gpt-5-mini", basedOn: null },
  ...{ contextTokens: 100_000, maxOutputTokens: 4_000, abilities: unknownAbilities },
  ...{ listPrices: always(price(usd)), discountBasisPoints: 0 },
  ...facts,
});
const codes = (from: WhatIfSource, to: WhatIfTarget) => findCaveats(from, to, nowMs).map(({ code }) => code);

const rate = fc.bigInt({ min: 0n, max: 100n * usd });
const prices = fc
  .record({ input: rate, output: rate, fee: fc.bigInt({ min: 0n, max: usd }), search: rate })
  .map(
    ({ input, output, fee, search }): Price => ({ ...price(input, output), requestNanos: fee, webSearchNanos: search }),
  );
const tokens = fc
  .array(fc.integer({ min: 0, max: 200_000 }), { minLength: tokenBuckets.length, maxLength: tokenBuckets.length })
  .map((counts) => Object.fromEntries(tokenBuckets.map((bucket, index) => [bucket, counts[index] ?? 0])) as Tokens);
const calls = fc.array(fc.record({ tokens, webSearches: fc.integer({ min: 0, max: 3 }) }), {
  minLength: 1,
  maxLength: 20,
});
const summed = (made: readonly { tokens: Tokens; webSearches: number }[]) => ({
  requests: made.length,
  errors: 0,
  tokens: Object.fromEntries(
    tokenBuckets.map((bucket) => [bucket, made.reduce((sum, call) => sum + call.tokens[bucket], 0)]),
  ) as Tokens,
  webSearches: made.reduce((sum, call) => sum + call.webSearches, 0),
});

describe("usage at another price", () => {
  test("is at its own price what was paid, less than a nano-dollar per call below it", () => {
    fc.assert(
      fc.property(prices, calls, (own, made) => {
        const paid = made.reduce((sum, call) => sum + costNanos(own, call.tokens, call.webSearches), 0n);
        const again = reprice(summed(made), always(own), 0, nowMs) ?? -1n;
        expect(paid - again).toBeGreaterThanOrEqual(0n);
        expect(paid - again).toBeLessThan(BigInt(made.length));
      }),
    );
  });

  test("does not depend on the order of calls, and a larger discount never costs more", () => {
    const off = fc.integer({ min: 0, max: 10_000 });
    fc.assert(
      fc.property(prices, calls, off, off, (own, made, a, b) => {
        const at = (basisPoints: number) => reprice(summed(made), always(own), basisPoints, nowMs) ?? 0n;
        expect(reprice(summed(made.toReversed()), always(own), a, nowMs)).toBe(at(a));
        expect(at(Math.max(a, b))).toBeLessThanOrEqual(at(Math.min(a, b)));
        expect(at(10_000)).toBe(0n);
      }),
    );
  });

  test("takes the tier of the average request", () => {
    const tiered: Price = {
      ...price(usd),
      tiers: [
        { aboveInputTokens: 0, rates: fillRates({ input: usd, output: 0n }) },
        { aboveInputTokens: 1000, rates: fillRates({ input: 2n * usd, output: 0n }) },
      ],
    };
    const of = (requests: number) => ({
      requests,
      errors: 0,
      tokens: { ...noTokens, input: 1_000_000 },
      webSearches: 0,
    });
    expect([costAt(tiered, of(1000)), costAt(tiered, of(999))]).toEqual([usd, 2n * usd]);
    // Failed calls had no tokens: they do not make the others smaller.
    expect(costAt(tiered, { ...of(1000), errors: 1 })).toBe(2n * usd);
  });

  test("counts a price by the time of day for its part of the day, and one that begins later not at all", () => {
    const schedule: PriceSchedule = [
      { fromMs: 0, daily: null, price: price(4n * usd) },
      { fromMs: 0, daily: { startMinute: 23 * 60, endMinute: 5 * 60 }, price: price(2n * usd) },
      { fromMs: nowMs + 1, daily: null, price: price(0n) },
    ];
    const usage = { requests: 1, errors: 0, tokens: { ...noTokens, input: 1_000_000 }, webSearches: 0 };
    expect(reprice(usage, schedule, 0, nowMs)).toBe((4n * usd * 18n + 2n * usd * 6n) / 24n);
    expect(reprice(usage, schedule.slice(1, 2), 0, nowMs)).toBeNull();
    expect(reprice(usage, [], 0, nowMs)).toBeNull();
  });

  test("of 28 days is a month of 30.4375", () => {
    expect(perMonth(28n * usd, 28)).toBe(30_437_500_000n);
    expect(perMonth(-28n * usd, 28)).toBe(-30_437_500_000n);
    expect(perMonth(usd, 0)).toBe(0n);
  });
});

describe("a plan", () => {
  const other = target({ connectionId: null, model: "gpt-5-nano", listPrices: always(price(usd / 2n)) });
  const unpriced = target({ model: "unpriced", listPrices: [] });
  const view = (sources: WhatIfSource[]): WhatIf => ({
    ...{ timezone: "UTC", firstDay: "2026-10-26", lastDay: "2026-11-22", days: 28, sampledCalls: 0, suggestions: [] },
    ...{ sources, sourceCount: sources.length, targets: [target(), other, unpriced] },
  });

  test("changes the total by the sum of its rows, whatever is chosen, in any order of rows", () => {
    const costs = fc.array(fc.bigInt({ min: 0n, max: 10n ** 13n }), { minLength: 1, maxLength: 6 });
    const choice = fc.option(
      fc.record({ target: fc.integer({ min: 0, max: 3 }), basisPoints: fc.integer({ min: 0, max: 10_000 }) }),
    );
    fc.assert(
      fc.property(costs, fc.array(choice, { minLength: 6, maxLength: 6 }), (amounts, picks) => {
        const sources = amounts.map((nanos, index) => source({ model: `m${index}`, costNanos: nanos }));
        const all = view(sources);
        const choices: Choices = new Map(
          sources.flatMap((one, index) => {
            const pick = picks[index];
            const to = pick ? all.targets[pick.target] : undefined;
            return pick
              ? [[sourceKey(one), { target: to ? targetKey(to) : "gone", basisPoints: pick.basisPoints }] as const]
              : [];
          }),
        );
        const plan = planOf(all, choices, nowMs);
        const sum = plan.rows.reduce((total, row) => total + (row.differenceNanos ?? 0n), 0n);
        expect(plan.differenceNanos).toBe(sum);
        expect(plan.thenNanos - plan.nowNanos).toBe(sum);
        expect(planOf(view(sources.toReversed()), choices, nowMs).differenceNanos).toBe(sum);
      }),
    );
  });

  test("leaves what nobody chose anything for, and what has no price, at what it costs", () => {
    const plan = planOf(
      view([source()]),
      new Map([["prv_a/gpt-5", { target: "prv_b/unpriced", basisPoints: 0 }]]),
      nowMs,
    );
    expect(plan.rows[0]).toMatchObject({ thenNanos: null, differenceNanos: null });
    expect(plan.differenceNanos).toBe(0n);
    expect(planOf(view([source()]), new Map(), nowMs).rows[0]).toMatchObject({ differenceNanos: 0n, target: null });
  });
});

describe("what speaks against a target", () => {
  test("its context or longest answer is less than the largest call had, else the average", () => {
    const sample = { calls: 1, mostInputTokens: 90_000, mostTokens: 100_001, mostOutputTokens: 4_001, shares: [] };
    expect(findCaveats(source({ sample }), target(), nowMs).filter(({ isBlocking }) => isBlocking)).toEqual([
      { code: "context_too_small", isBlocking: true, needs: 100_001, holds: 100_000 },
      { code: "output_too_small", isBlocking: true, needs: 4_001, holds: 4_000 },
    ]);
    expect(codes(source(), target({ contextTokens: 10_999 }))).toContain("context_too_small");
    expect(codes(source(), target({ contextTokens: 11_000 }))).not.toContain("context_too_small");
    expect(codes(source(), target({ contextTokens: null }))).toContain("context_unknown");
  });

  test("it lacks an ability that the source has; what nobody knows is only said", () => {
    const able = { tools: true, vision: true, json: true };
    expect(codes(source({ abilities: able }), target({ abilities: { ...able, vision: false } }))).toContain(
      "lacks_vision",
    );
    expect(codes(source({ abilities: able }), target({ abilities: able }))).not.toContain("abilities_unknown");
    expect(codes(source({ abilities: able }), target())).toContain("abilities_unknown");
  });

  test("another maker counts tokens otherwise; the same model elsewhere has neither caveat", () => {
    expect(codes(source(), target({ model: "claude-haiku-4-5" }))).toEqual(
      expect.arrayContaining(["other_model", "other_tokenizer"]),
    );
    expect(codes(source(), target())).not.toContain("other_tokenizer");
    expect(codes(source(), target({ model: "our-chat", basedOn: "openai/GPT-5" }))).toEqual([]);
  });

  test("audio and images, searches without a price, tiers and the time of day are said", () => {
    expect(codes(source({ tokens: { ...noTokens, audioInput: 1 } }), target())).toContain("media");
    expect(codes(source({ webSearches: 1 }), target())).toContain("web_search");
    const daily = { startMinute: 0, endMinute: 60 };
    const listPrices = [...always(price(usd)), { fromMs: 0, daily, price: price(0n) }];
    expect(codes(source(), target({ listPrices }))).toContain("time_of_day");
    expect(codes(source(), target({ connectionId: null, listPrices: [] }))).toEqual(
      expect.arrayContaining(["price_unknown", "not_connected"]),
    );
  });
});

describe("suggestions", () => {
  const cheap = (facts: Partial<WhatIfTarget>) => target({ listPrices: always(price(usd / 10n)), ...facts });
  const of = (sources: WhatIfSource[], targets: WhatIfTarget[]) =>
    suggest(sources, targets, { days: 28, nowMs }).map((one) => `${one.source.model} → ${one.target.model}`);

  test("are the cheapest able target per source, the same model and another apart, largest saving first", () => {
    const targets = [
      target(),
      cheap({ model: "gpt-5-nano" }),
      target({ model: "azure-5", basedOn: "gpt-5", listPrices: always(price(2n * usd)) }),
    ];
    const listed = cheap({ connectionId: null, model: "claude-haiku-4-5" });
    const dear = source({ model: "o4", costNanos: 500n * usd });
    expect(of([source(), dear], targets)).toEqual(["o4 → gpt-5-nano", "gpt-5 → gpt-5-nano", "gpt-5 → azure-5"]);
    expect(of([source()], [...targets, listed])).toHaveLength(3);
  });

  test("never name a target that cannot take the calls, is local, has no price, or saves less than a dollar", () => {
    const able = { tools: true, vision: null, json: null };
    const targets = [
      cheap({ model: "small", contextTokens: 10 }),
      cheap({ model: "blind", abilities: { ...able, tools: false } }),
      cheap({ model: "short", maxOutputTokens: 10 }),
      cheap({ model: "here", channel: "local" }),
      cheap({ model: "unpriced", listPrices: [] }),
    ];
    expect(of([source({ abilities: able })], targets)).toEqual([]);
    const tiny = source({ costNanos: usd / 2n, tokens: noTokens });
    expect(of([tiny], [cheap({})])).toEqual([]);
  });
});
