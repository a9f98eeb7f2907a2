import fc from "fast-check";
import { expect, test } from "vitest";
import { stringifyWire } from "../money.ts";
import { decide } from "./decide.ts";
import { explain, RouteExplanation } from "./explain.ts";
import { anyInput, candidateOf, inputOf, priceOf } from "./testing/candidates.ts";

test("an explanation survives the wire, and chooses what the decision put first", () => {
  fc.assert(
    fc.property(anyInput, (input) => {
      const decision = decide(input);
      const explanation = explain(decision);
      expect(RouteExplanation.parse(JSON.parse(stringifyWire(explanation)))).toEqual(explanation);
      const first = decision.ranked.find(({ rank }) => rank === 1);
      expect(explanation.chosen?.model).toBe(first?.candidate.model.id);
      for (const target of explanation.targets) {
        expect(target.isEligible).toBe(
          target.reasons.length === 0 || (explanation.isLastChance && target.rank !== null),
        );
      }
    }),
  );
});

test("a call that no target can take is explained target by target", () => {
  const candidates = [
    candidateOf(1, { price: priceOf(1n, 1n), model: { contextTokens: 10 } }),
    candidateOf(2, { isServed: false }),
  ];
  const explanation = explain(decide(inputOf("cheapest", candidates)));
  expect(explanation.chosen).toBeNull();
  expect(explanation.targets.map(({ rank, reasons }) => [rank, reasons.map(({ detail }) => detail)])).toEqual([
    [null, ["needs 1,000 tokens, holds 10"]],
    [null, ["Provider 2 does not have the model model-2"]],
  ]);
});
