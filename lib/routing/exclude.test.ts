import { expect, test } from "vitest";
import { RouteConstraints } from "../protocol/config.ts";
import type { CallNeeds, Candidate } from "./candidate.ts";
import { mergeDemands, type Overrides } from "./demands.ts";
import { findExclusions } from "./exclude.ts";
import { candidateOf, connectionIdOf, plainNeeds, priceOf, ratesOf } from "./testing/candidates.ts";

type Constraints = Parameters<typeof RouteConstraints.parse>[0];

function codesOf(
  candidate: Candidate,
  more: { needs?: Partial<CallNeeds>; constraints?: Constraints; overrides?: Overrides } = {},
): string[] {
  const demands = mergeDemands(RouteConstraints.parse(more.constraints ?? {}), more.overrides ?? {});
  return findExclusions(candidate, { ...plainNeeds, ...more.needs }, demands).map(({ code }) => code);
}

const no = { tools: false, vision: false, json: false };
const all = { needsTools: true, needsVision: true, needsJson: true };

test("what nobody knows of a target does not speak against it", () => {
  expect(codesOf(candidateOf(1), { needs: { ...all, inputTokens: 10_000_000, outputTokens: 1_000_000 } })).toEqual([]);
});

test("what a model is known not to do shuts it out only from calls that need it", () => {
  const candidate = candidateOf(1, { model: { abilities: no } });
  expect(codesOf(candidate)).toEqual([]);
  expect(codesOf(candidate, { needs: all })).toEqual(["no_tools", "no_vision", "no_json"]);
});

test("prompt and answer must fit together, and the reason has the figures", () => {
  const candidate = candidateOf(1, { model: { contextTokens: 128_000, maxOutputTokens: 8_000 } });
  expect(codesOf(candidate, { needs: { inputTokens: 120_000, outputTokens: 8_000 } })).toEqual([]);
  expect(codesOf(candidate, { needs: { inputTokens: 120_001, outputTokens: 8_000 } })).toEqual(["context_too_long"]);
  expect(codesOf(candidate, { needs: { outputTokens: 8_001 } })).toEqual(["output_too_long"]);
  const needs = { ...plainNeeds, inputTokens: 210_000 };
  expect(findExclusions(candidate, needs, mergeDemands(RouteConstraints.parse({}), {}))).toEqual([
    {
      code: "context_too_long",
      params: { needsTokens: 210_000, holdsTokens: 128_000 },
      detail: "needs 210,000 tokens, holds 128,000",
    },
  ]);
});

test("a call narrows what its route allows and never widens it", () => {
  const candidate = candidateOf(1, { connection: { channel: "cloud" } });
  expect(codesOf(candidate, { constraints: { channels: ["cloud", "local"] } })).toEqual([]);
  expect(codesOf(candidate, { constraints: { channels: ["local"] }, overrides: { channels: ["cloud"] } })).toEqual([
    "channel",
  ]);
  const other = [connectionIdOf(2)];
  expect(codesOf(candidate, { overrides: { connectionIds: other } })).toEqual(["provider"]);
  expect(codesOf(candidate, { constraints: { connectionIds: other }, overrides: { connectionIds: [] } })).toEqual([
    "provider",
  ]);
  const priced = candidateOf(1, { price: priceOf(5n, 5n) });
  const constraints = { maxInputNanosPerMillion: "4" };
  expect(codesOf(priced, { constraints, overrides: { maxInputNanosPerMillion: 9n } })).toEqual(["input_price"]);
  expect(codesOf(priced, { constraints: {}, overrides: { maxOutputNanosPerMillion: 4n } })).toEqual(["output_price"]);
});

test("the price that counts is the one at the tier of the whole request", () => {
  const price = priceOf(1_000_000_000n, 1n);
  price.tiers.push({ aboveInputTokens: 200_000, rates: ratesOf(2_000_000_000n, 1n) });
  const candidate = candidateOf(1, { price });
  const constraints = { maxInputNanosPerMillion: "1500000000" };
  expect(codesOf(candidate, { constraints, needs: { inputTokens: 200_000 } })).toEqual([]);
  expect(codesOf(candidate, { constraints, needs: { inputTokens: 200_001 } })).toEqual(["input_price"]);
});

test("an unknown price is refused only under a highest price", () => {
  expect(codesOf(candidateOf(1))).toEqual([]);
  expect(codesOf(candidateOf(1), { constraints: { maxOutputNanosPerMillion: "0" } })).toEqual(["price_unknown"]);
});

test("every reason is told, the lasting ones before the passing ones", () => {
  const candidate = candidateOf(1, {
    connection: { channel: "cloud" },
    model: { abilities: no },
    live: { breaker: "open" },
  });
  const constraints = { channels: ["direct"], maxInputNanosPerMillion: "1" } satisfies Constraints;
  expect(codesOf(candidate, { constraints, needs: { needsTools: true } })).toEqual([
    "channel",
    "no_tools",
    "price_unknown",
    "breaker_open",
  ]);
  expect(codesOf({ ...candidate, isServed: false }, { constraints })).toEqual(["not_served"]);
  expect(codesOf(candidateOf(1, { live: { isReachable: false, breaker: "open" } }))).toEqual(["unreachable"]);
  expect(codesOf(candidateOf(1, { live: { breaker: "half_open" } }))).toEqual([]);
});
