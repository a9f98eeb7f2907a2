import fc from "fast-check";
import { expect, test } from "vitest";
import { fillRates } from "../../lib/prices/fill-rates.ts";
import { LocalKeyRule } from "../../lib/protocol/config.ts";
import type { ProviderKind } from "../../lib/protocol/provider-kind.ts";
import type { Admission } from "../ledger/admission.ts";
import { documentOf, modelOf, practiceConnection, routeTo, ruleOf } from "../testing/world.ts";
import type { Api } from "./api.ts";
import { leastClampedTokens, limitOutput, payFor } from "./clamp-call.ts";
import type { ReadCall } from "./gateway-call.ts";
import { noOverrides } from "./overrides.ts";
import { prepareAttempt } from "./prepare-attempt.ts";
import { MemorySink } from "./reply-sink.ts";
import { readShape } from "./shape/read-shape.ts";

/**
 * Guards that were taken out by hand and seen red here: the header as a condition, the least number of tokens, the lowering
 * of both of chat's limits, the search for the highest limit.
 */

type Given = {
  api: Exclude<Api, "embeddings">;
  kind: ProviderKind;
  rates: { input: bigint; output: bigint; dearInput: bigint; requestNanos: bigint };
  limits: Record<string, number>;
  content: string;
  choices: number;
  maxOutputTokens: number;
};

function setUp(given: Given, clamps = true) {
  const { api, kind, rates } = given;
  const price = {
    hash: "a".repeat(64),
    tiers: [
      { aboveInputTokens: 0, rates: fillRates({ input: rates.input, output: rates.output }) },
      { aboveInputTokens: 150, rates: fillRates({ input: rates.input + rates.dearInput, output: rates.output }) },
    ],
    requestNanos: rates.requestNanos,
    webSearchNanos: 0n,
  };
  const model = modelOf("m", {
    prices: [{ fromMs: 0, daily: null, price }],
    maxOutputTokens: given.maxOutputTokens,
  });
  const connection = practiceConnection(1, "http://p.test/v1", { kind, models: [model] });
  const config = { document: documentOf(1, [connection], { budgets: [ruleOf(1)] }), keys: new Map() };
  const prompt =
    api === "responses" ? { input: given.content } : { messages: [{ role: "user", content: given.content }] };
  const choices = api === "chat" && kind !== "anthropic" && kind !== "gemini" ? { n: given.choices } : {};
  const body = { model: "m", ...prompt, ...choices, ...given.limits };
  const call: ReadCall = {
    ...{ config, api, surface: api, body, bodyBytes: 100, requestId: "req_1", headers: {} },
    caller: LocalKeyRule.parse({ name: "tests", hash: "0".repeat(64) }),
    overrides: { ...noOverrides, clamps },
    sink: new MemorySink(new AbortController().signal),
    shape: readShape(api, body),
    route: routeTo([1]),
    connections: [connection],
  };
  const prepare = (limit: number | null) => {
    const changed = limit === null ? body : limitOutput(api, body, limit);
    return prepareAttempt(
      { ...call, body: changed, shape: readShape(api, changed), agent: null },
      { connection, model },
      0,
    );
  };
  return { call, prepare, prepared: prepare(null) };
}

/** Gives what a budget with `money` left would. */
function keeperWith(money: bigint) {
  const admit = (_rules: unknown, nanos: bigint, least = nanos): Promise<Admission> => {
    if (money >= least)
      return Promise.resolve({ isAdmitted: true, hold: { nanos: nanos < money ? nanos : money, leases: [] } });
    const refusal = {
      rule: ruleOf(1),
      reason: "exhausted" as const,
      neededNanos: nanos,
      capNanos: null,
      resetsAtMs: null,
    };
    return Promise.resolve({ isAdmitted: false, refusal });
  };
  const unused = () => {
    throw new Error("only money is asked for");
  };
  return { admit, settle: unused, flushed: unused, release: unused, leftNanos: () => money };
}

const pay = (money: bigint, { call, prepared }: ReturnType<typeof setUp>) =>
  payFor({ keeper: keeperWith(money), nowMs: () => 0 }, call, prepared);

const kinds: Record<Given["api"], ProviderKind[]> = {
  chat: ["openai", "openai_compatible", "azure_openai", "anthropic", "gemini"],
  responses: ["openai", "azure_openai"],
  messages: ["anthropic", "openai", "gemini"],
};
const names = {
  chat: ["max_tokens", "max_completion_tokens"],
  responses: ["max_output_tokens"],
  messages: ["max_tokens"],
};

const rate = fc.bigInt({ min: 0n, max: 50_000_000_000n });
const given: fc.Arbitrary<Given> = fc.constantFrom<Given["api"]>("chat", "responses", "messages").chain((api) =>
  fc.record({
    api: fc.constant(api),
    kind: fc.constantFrom(...kinds[api]),
    rates: fc.record({
      input: rate,
      output: rate,
      dearInput: rate,
      requestNanos: fc.bigInt({ min: 0n, max: 1_000_000n }),
    }),
    limits: fc
      .subarray(names[api], { minLength: api === "messages" ? 1 : 0 })
      .chain((said) =>
        fc.tuple(...said.map((name) => fc.tuple(fc.constant(name), fc.integer({ min: 1, max: 200_000 })))),
      )
      .map((said) => Object.fromEntries(said)),
    content: fc.string({ maxLength: 300 }),
    choices: fc.integer({ min: 1, max: 4 }),
    maxOutputTokens: fc.integer({ min: 1, max: 128_000 }),
  }),
);

test("a clamped call fits the money that is left, and one token more would not", async () => {
  let clamped = 0;
  await fc.assert(
    fc.asyncProperty(given, fc.nat({ max: 1_200_000 }), async (facts, share) => {
      // Two limits that differ cannot be translated.
      fc.pre(Object.keys(facts.limits).length < 2 || !["anthropic", "gemini"].includes(facts.kind));
      const world = setUp(facts);
      const full = world.prepared.holdNanos;
      const money = (full * BigInt(share)) / 1_000_000n;
      const paid = await pay(money, world);
      const limit = world.call.shape.outputLimit ?? facts.maxOutputTokens;
      if (!paid.isAdmitted) {
        const least = limit <= leastClampedTokens ? world.prepared : world.prepare(leastClampedTokens);
        expect(least.holdNanos).toBeGreaterThan(money);
        return;
      }
      const { clampedTokens, holdNanos, bodyText } = paid.prepared;
      expect(holdNanos).toBeLessThanOrEqual(money > full ? full : money);
      expect(paid.hold.nanos).toBeGreaterThanOrEqual(holdNanos);
      if (clampedTokens === null) {
        expect(paid.prepared).toBe(world.prepared);
        return;
      }
      clamped++;
      expect(clampedTokens).toBeGreaterThanOrEqual(leastClampedTokens);
      expect(clampedTokens).toBeLessThan(limit);
      if (clampedTokens + 1 < limit) expect(world.prepare(clampedTokens + 1).holdNanos).toBeGreaterThan(money);
      // The provider is told, in whichever field it reads.
      expect(bodyText).toContain(String(clampedTokens));
      for (const [, said] of bodyText.matchAll(/"max\w*okens":(\d+)/gi))
        expect(Number(said)).toBeLessThanOrEqual(clampedTokens);
    }),
    { numRuns: 400 },
  );
  expect(clamped).toBeGreaterThan(100);
});

const plain: Given = {
  ...{ api: "chat", kind: "openai", limits: {}, content: "Hi", choices: 1, maxOutputTokens: 4096 },
  rates: { input: 1_000_000n, output: 1_000_000_000n, dearInput: 0n, requestNanos: 0n },
};

test("without the header nothing is shortened", async () => {
  const world = setUp(plain, false);
  expect(await pay(world.prepared.holdNanos - 1n, world)).toMatchObject({ isAdmitted: false });
  expect(await pay(world.prepared.holdNanos, world)).toMatchObject({ prepared: { clampedTokens: null } });
});

test("both limits of a chat are lowered, because providers differ in which one they honour", () => {
  const body = { model: "m", max_tokens: 900, max_completion_tokens: 20 };
  expect(limitOutput("chat", body, 100)).toEqual({ model: "m", max_tokens: 100, max_completion_tokens: 20 });
  expect(limitOutput("chat", { model: "m" }, 100)).toEqual({ model: "m", max_completion_tokens: 100 });
});

test("a price by which the answer is free of charge cannot be made to fit by a shorter one", async () => {
  const world = setUp({ ...plain, rates: { ...plain.rates, input: 1_000_000_000n, output: 0n } });
  expect(await pay(world.prepared.holdNanos / 2n, world)).toMatchObject({ isAdmitted: false });
});
