import fc from "fast-check";
import { expect, test } from "vitest";
import { strategies } from "../protocol/config.ts";
import { type Decision, decide } from "./decide.ts";
import { anyInput, candidateOf, inputOf, priceOf } from "./testing/candidates.ts";

const namesIn = (decision: Decision) => decision.ranked.map(({ candidate }) => candidate.model.id);

test("every target of the route stands in the decision exactly once, the eligible ones first and numbered", () => {
  fc.assert(
    fc.property(anyInput, (input) => {
      const { ranked } = decide(input);
      expect(new Set(ranked.map(({ candidate }) => candidate))).toEqual(new Set(input.candidates));
      expect(ranked).toHaveLength(input.candidates.length);
      const eligible = ranked.findIndex(({ rank }) => rank === null);
      const count = eligible === -1 ? ranked.length : eligible;
      expect(ranked.map(({ rank }) => rank)).toEqual(ranked.map((_, index) => (index < count ? index + 1 : null)));
      for (const { rank, isExcluded, exclusions } of ranked) {
        expect(isExcluded === null).toBe(rank !== null);
        expect(isExcluded).toBe(exclusions[0] ?? null);
      }
    }),
  );
});

test("a target that cannot serve the call is never ranked, whatever the strategy", () => {
  fc.assert(
    fc.property(anyInput, (input) => {
      const { ranked, isLastChance } = decide(input);
      const { needs, overrides } = input;
      for (const { candidate, rank } of ranked) {
        if (rank === null) continue;
        const { model, connection, live, isServed } = candidate;
        expect(isServed && live.isReachable).toBe(true);
        expect(needs.needsTools && model.abilities.tools === false).toBe(false);
        expect(needs.needsVision && model.abilities.vision === false).toBe(false);
        expect(needs.needsJson && model.abilities.json === false).toBe(false);
        const total = needs.inputTokens + (needs.outputTokens ?? 0);
        expect(total).toBeLessThanOrEqual(model.contextTokens ?? total);
        for (const channels of [input.route.constraints.channels, overrides?.channels ?? []]) {
          expect(channels.length === 0 || channels.includes(connection.channel)).toBe(true);
        }
        expect(live.breaker === "open").toBe(isLastChance);
      }
    }),
  );
});

test("the same input and the same random numbers give the same decision", () => {
  fc.assert(
    fc.property(anyInput, fc.double({ min: 0, max: 0.999, noNaN: true }), (input, number) => {
      const again = { ...input, random: () => number };
      expect(decide(again)).toEqual(decide(again));
    }),
  );
});

test("an open breaker comes back only when nothing else is left, and the decision says so", () => {
  const open = candidateOf(1, { live: { breaker: "open" } });
  const blind = candidateOf(2, { live: { breaker: "open" }, model: { contextTokens: 10 } });
  const spare = candidateOf(3, { live: { breaker: "half_open" } });
  const withSpare = decide(inputOf("priority", [open, blind, spare]));
  expect(namesIn(withSpare)).toEqual(["model-3", "model-1", "model-2"]);
  expect(withSpare).toMatchObject({ isLastChance: false });
  expect(withSpare.ranked[0]).toMatchObject({ rank: 1, score: { note: "probe" } });
  expect(withSpare.ranked[1]).toMatchObject({ rank: null, isExcluded: { code: "breaker_open" } });

  const alone = decide(inputOf("priority", [open, blind]));
  expect(alone).toMatchObject({ isLastChance: true });
  expect(alone.ranked[0]).toMatchObject({ rank: 1, isExcluded: null, score: { note: "last_chance" } });
  expect(alone.ranked[1]).toMatchObject({ rank: null });
});

test("a target that may be probed keeps its place, else it would never be tried again while others work", () => {
  const probed = candidateOf(1, { live: { breaker: "half_open" } });
  expect(namesIn(decide(inputOf("priority", [probed, candidateOf(2)])))).toEqual(["model-1", "model-2"]);
});

test("a call's own strategy goes before the route's", () => {
  const dear = candidateOf(1, { price: priceOf(2n, 2n, 5n) });
  const cheap = candidateOf(2, { price: priceOf(1n, 1n) });
  const input = inputOf("priority", [dear, cheap]);
  expect(namesIn(decide(input))).toEqual(["model-1", "model-2"]);
  expect(namesIn(decide({ ...input, overrides: { strategy: "cheapest" } }))).toEqual(["model-2", "model-1"]);
});

test("with no target at all there is a decision too", () => {
  for (const strategy of strategies) {
    expect(decide(inputOf(strategy, []))).toMatchObject({ ranked: [], isLastChance: false });
  }
});
