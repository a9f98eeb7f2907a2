import fc from "fast-check";
import { expect, test } from "vitest";
import { seededRandom } from "../seeded-random.ts";
import type { LiveFacts } from "./candidate.ts";
import { type DecideInput, decide } from "./decide.ts";
import { estimateNanos } from "./estimate.ts";
import { anyInput, candidateOf, fitCandidates, inputOf, priceOf } from "./testing/candidates.ts";

const firstOf = (input: DecideInput) => decide(input).ranked.find(({ rank }) => rank === 1)?.candidate;
const orderOf = (input: DecideInput) => decide(input).ranked.map(({ candidate }) => candidate.model.id);
const fitInput = fitCandidates.map((candidates) => inputOf("cheapest", candidates));
const measured = (ttftMs: number, errorRate = 0): Partial<LiveFacts> => ({ ttftMs, errorRate, samples: 100 });

test("priority keeps the order given", () => {
  fc.assert(
    fc.property(fitCandidates, (candidates) => {
      expect(decide(inputOf("priority", candidates)).ranked.map(({ candidate }) => candidate)).toEqual(candidates);
    }),
  );
});

test("nothing eligible is cheaper for this request than the first of cheapest", () => {
  fc.assert(
    fc.property(fc.oneof(anyInput, fitInput), (input) => {
      const { ranked } = decide({ ...input, overrides: { ...input.overrides, strategy: "cheapest" } });
      const costs = ranked
        .filter(({ rank }) => rank !== null)
        .map(({ candidate }) => estimateNanos(candidate, input.needs));
      const known = costs.filter((cost) => cost !== null);
      for (const cost of known) expect(costs[0]).toBeLessThanOrEqual(cost);
      // Unknown prices stand after the known ones.
      expect(costs.slice(0, known.length)).toEqual(known);
    }),
  );
});

test("cheapest prices the request at hand: a fee per call loses on long prompts and wins on none", () => {
  const perToken = candidateOf(1, { price: priceOf(1_000_000_000n, 0n) });
  const perCall = candidateOf(2, { price: priceOf(0n, 0n, 1_000_000n) });
  const needs = inputOf("cheapest", []).needs;
  const of = (inputTokens: number) =>
    orderOf(inputOf("cheapest", [perToken, perCall], { needs: { ...needs, inputTokens } }))[0];
  expect(of(999)).toBe("model-1");
  expect(of(1001)).toBe("model-2");
  // Equals stay in the order given.
  expect(of(1000)).toBe("model-1");
});

test("weighted sends each target its share, and where one fails the rest share by their weights", () => {
  const weights = [1, 2, 5];
  const candidates = weights.map((weight, index) => candidateOf(index + 1, { weight }));
  const calls = 20_000;
  const random = seededRandom(7);
  const first = [0, 0, 0];
  let secondAfterThird = 0;
  for (let call = 0; call < calls; call++) {
    const order = orderOf(inputOf("weighted", candidates, { random }));
    const winner = Number(order[0]?.slice(-1)) - 1;
    first[winner] = (first[winner] ?? 0) + 1;
    if (winner === 2 && order[1] === "model-2") secondAfterThird++;
  }
  // Five standard deviations of a binomial share.
  const bound = (share: number, trials: number) => 5 * Math.sqrt(share * (1 - share) * trials);
  for (const [index, weight] of weights.entries()) {
    const share = weight / 8;
    expect(Math.abs((first[index] ?? 0) - share * calls)).toBeLessThan(bound(share, calls));
  }
  const third = first[2] ?? 0;
  expect(Math.abs(secondAfterThird - (2 / 3) * third)).toBeLessThan(bound(2 / 3, third));
});

test("fastest counts failures as longer waits and puts the unmeasured last", () => {
  const candidates = [
    candidateOf(1, { live: { samples: 1 } }),
    candidateOf(2, { live: measured(500, 0.5) }),
    candidateOf(3, { live: measured(900) }),
    candidateOf(4, { live: measured(400) }),
  ];
  expect(orderOf(inputOf("fastest", candidates))).toEqual(["model-4", "model-3", "model-2", "model-1"]);
});

test("fastest goes to every target that is due within a bounded number of calls", () => {
  fc.assert(
    fc.property(fitCandidates, fc.integer(), (fit, seed) => {
      const candidates = fit.map((item) => ({ ...item, live: { ...item.live, samples: 0 } }));
      const random = seededRandom(seed);
      const missing = new Set(candidates);
      // Each of at most 4 others is explored in 1 of 40 calls: the chance to miss one in 1,500 is below 10^-15.
      for (let call = 0; call < 1500 && missing.size > 0; call++) {
        const first = firstOf(inputOf("fastest", candidates, { random }));
        if (first) missing.delete(first);
      }
      expect(missing.size).toBe(0);
    }),
    { numRuns: 20 },
  );
});

test("nothing is explored while everything was measured lately, and at most one call in ten otherwise", () => {
  const slow = (samples: number) => candidateOf(2, { live: { ...measured(900), samples } });
  const calls = 5000;
  const explored = (samples: number) => {
    const random = seededRandom(3);
    const candidates = [candidateOf(1, { live: measured(100) }), slow(samples)];
    return Array.from({ length: calls }, () => firstOf(inputOf("fastest", candidates, { random }))).filter(
      (first) => first?.model.id === "model-2",
    ).length;
  };
  expect(explored(0.5)).toBe(0);
  expect(Math.abs(explored(0.49) - calls / 10)).toBeLessThan(5 * Math.sqrt(calls * 0.09));
});

test("balanced orders the example of docs/routing.md as written there", () => {
  const cost = (nanos: bigint) => priceOf(0n, 0n, nanos);
  const candidates = [
    candidateOf(1, { price: cost(4_000_000n), live: measured(400) }),
    candidateOf(2, { price: cost(1_000_000n), live: measured(900) }),
    candidateOf(3, { price: cost(2_000_000n), live: measured(500, 0.1) }),
  ];
  const { ranked } = decide(inputOf("balanced", candidates));
  expect(ranked.map(({ candidate, score }) => [candidate.model.id, score.value?.toFixed(2)])).toEqual([
    ["model-2", "1.50"],
    ["model-3", "1.76"],
    ["model-1", "2.00"],
  ]);
});

test("balanced orders two targets the same whatever others there are", () => {
  fc.assert(
    fc.property(fitCandidates, (fit) => {
      const candidates = fit.filter(({ price, live }) => price && live.ttftMs !== null);
      const { ranked } = decide(inputOf("balanced", candidates, { random: () => 0.99 }));
      for (const [index, { candidate: one }] of ranked.entries()) {
        for (const { candidate: other } of ranked.slice(index + 1)) {
          const pair = decide(inputOf("balanced", [one, other], { random: () => 0.99 })).ranked;
          const [first, second] = pair.map(({ score }) => score.value ?? 0);
          // Rounding may turn what is equal.
          const isEqual = Math.abs((second ?? 0) - (first ?? 0)) < 1e-9 * (first ?? 0);
          expect(isEqual || pair[0]?.candidate === one).toBe(true);
        }
      }
    }),
  );
});

test("balanced never spends on measuring a target that could not win", () => {
  const best = candidateOf(1, { price: priceOf(0n, 0n, 1_000_000n), live: measured(400) });
  const unmeasured = (nanos: bigint) => candidateOf(2, { price: priceOf(0n, 0n, nanos) });
  const first = (nanos: bigint) =>
    firstOf(inputOf("balanced", [best, unmeasured(nanos)], { random: () => 0 }))?.model.id;
  expect(first(1_000_000n)).toBe("model-2");
  expect(first(1_000_001n)).toBe("model-1");
});

test("balanced takes no notice of differences that nobody would", () => {
  const at = (number: number, nanos: bigint, ttftMs: number) =>
    candidateOf(number, { price: priceOf(0n, 0n, nanos), live: measured(ttftMs) });
  // A hundredth of a cent a call at most, a tenth of a second at most: the order given decides.
  expect(orderOf(inputOf("balanced", [at(1, 100_000n, 300), at(2, 1n, 300)]))).toEqual(["model-1", "model-2"]);
  expect(orderOf(inputOf("balanced", [at(1, 1_000_000n, 100), at(2, 1_000_000n, 1)]))).toEqual(["model-1", "model-2"]);
});

test("balanced takes an unknown price for the dearest and an unknown time for the middle one", () => {
  const candidates = [
    candidateOf(1, { live: measured(400) }),
    candidateOf(2, { price: priceOf(0n, 0n, 1_000_000n), live: { samples: 1 } }),
    candidateOf(3, { price: priceOf(0n, 0n, 4_000_000n), live: measured(900) }),
    candidateOf(4, { price: priceOf(0n, 0n, 9_000_000n), live: measured(1600) }),
  ];
  const { ranked } = decide(inputOf("balanced", candidates));
  expect(ranked.map(({ candidate, score }) => [candidate.model.id, score.value, score.note])).toEqual([
    ["model-2", Math.sqrt(1 * (900 / 400)), "unmeasured"],
    ["model-1", Math.sqrt(9 * 1), "price_unknown"],
    ["model-3", Math.sqrt(4 * (900 / 400)), null],
    ["model-4", Math.sqrt(9 * 4), null],
  ]);
});

test("a free but slow model does not win every call of balanced", () => {
  const local = candidateOf(1, { price: priceOf(0n, 0n), live: measured(20_000) });
  const cloud = candidateOf(2, { price: priceOf(0n, 0n, 1_000_000n), live: measured(500) });
  expect(orderOf(inputOf("balanced", [local, cloud]))).toEqual(["model-2", "model-1"]);
});
