import fc from "fast-check";
import { expect, test } from "vitest";
import { DecayingSum } from "./decaying-sum.ts";
import { Ewma } from "./ewma.ts";

const halfLifeMs = 1000;
const timed = fc.array(fc.tuple(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 1, max: 60_000 })), {
  minLength: 1,
  maxLength: 30,
});

test("a mean weighs every value by how old it is", () => {
  fc.assert(
    fc.property(timed, (steps) => {
      const ewma = new Ewma(halfLifeMs);
      let nowMs = 0;
      const values = steps.map(([waitMs, value]) => {
        nowMs += waitMs;
        ewma.add(value, nowMs);
        return { atMs: nowMs, value };
      });
      const weights = values.map(({ atMs }) => 0.5 ** ((nowMs - atMs) / halfLifeMs));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      const exact = values.reduce((sum, { value }, index) => sum + value * (weights[index] ?? 0), 0) / total;
      expect(ewma.mean).toBeCloseTo(exact, 4);
    }),
  );
});

test("nothing was measured before the first value", () => {
  expect(new Ewma(halfLifeMs).mean).toBeNull();
});

test("a sum halves with each half-life and never grows by itself", () => {
  const sum = new DecayingSum(halfLifeMs);
  sum.add(8, 500);
  expect(sum.at(500)).toBe(8);
  expect(sum.at(1500)).toBe(4);
  expect(sum.at(3500)).toBe(1);
});
