import fc from "fast-check";
import { expect, test } from "vitest";
import { centNanos } from "./split-schema.ts";
import { splitCap, type Weighted } from "./split-shares.ts";

/**
 * Taken out once by hand, each turned a test here red: the refusal of too small a cap, the loop that lifts small parts to
 * a cent, the rest below a cent, the tie-break by id.
 */

const parts: fc.Arbitrary<Weighted[]> = fc.uniqueArray(
  fc.record({
    id: fc.stringMatching(/^[a-z0-9]{1,4}$/),
    weight: fc.oneof(fc.constantFrom(0n, 1n), fc.bigInt({ min: 0n, max: 10n ** 16n })),
  }),
  { selector: ({ id }) => id, minLength: 1, maxLength: 30 },
);
const cap = fc.oneof(
  fc.bigInt({ min: centNanos, max: 10n ** 17n }),
  fc.bigInt({ min: centNanos, max: 100n * centNanos }),
);
const affordable = fc.tuple(cap, parts).filter(([nanos, list]) => nanos / centNanos >= BigInt(list.length));

test("the parts add up to the cap exactly, and none is below a cent", () => {
  fc.assert(
    fc.property(affordable, ([nanos, list]) => {
      const shares = [...splitCap(nanos, list).values()];
      expect(shares).toHaveLength(list.length);
      expect(shares.reduce((sum, share) => sum + share, 0n)).toBe(nanos);
      expect(shares.every((share) => share >= centNanos)).toBe(true);
    }),
  );
});

test("who stands where in the list does not matter", () => {
  const shuffled = affordable.chain(([nanos, list]) =>
    fc.tuple(fc.constant(nanos), fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
  );
  fc.assert(
    fc.property(shuffled, ([nanos, list, other]) => {
      expect([...splitCap(nanos, other)].toSorted()).toEqual([...splitCap(nanos, list)].toSorted());
    }),
  );
});

test("a greater weight never gets less, and the same weight differs by a cent and what is below one at most", () => {
  fc.assert(
    fc.property(affordable, ([nanos, list]) => {
      const shares = splitCap(nanos, list);
      for (const a of list) {
        for (const b of list) {
          const [more, less] = [shares.get(a.id) ?? 0n, shares.get(b.id) ?? 0n];
          if (a.weight > b.weight) expect(more).toBeGreaterThanOrEqual(less);
          if (a.weight === b.weight) expect(more - less).toBeLessThan(2n * centNanos);
        }
      }
    }),
  );
});

test("no part is further than a cent from its proportion unless somebody had to be lifted to the least", () => {
  fc.assert(
    fc.property(affordable, ([nanos, list]) => {
      const whole = list.reduce((sum, { weight }) => sum + weight, 0n);
      const cents = nanos / centNanos;
      fc.pre(whole > 0n && list.every(({ weight }) => weight * cents >= whole));
      const shares = splitCap(nanos, list);
      for (const { id, weight } of list) {
        const scaled = ((shares.get(id) ?? 0n) / centNanos) * whole - weight * cents;
        expect(scaled < whole && scaled > -whole).toBe(true);
      }
    }),
  );
});

test("the least is named, by its number of boxes", () => {
  const three = ["a", "b", "c"].map((id) => ({ id, weight: 1n }));
  expect(() => splitCap(29_999_999n, three)).toThrow(
    "capNanos: a split over 3 boxes needs at least 0.03 USD, one cent for each",
  );
  expect([...splitCap(30_000_000n, three).values()]).toEqual([centNanos, centNanos, centNanos]);
});

test("ten dollars over three, and a box that spent nothing beside one that spent all", () => {
  const three = ["c", "a", "b"].map((id) => ({ id, weight: 1n }));
  expect(Object.fromEntries(splitCap(10_000_000_000n, three))).toEqual({
    a: 3_340_000_000n,
    b: 3_330_000_000n,
    c: 3_330_000_000n,
  });
  const idle = [
    { id: "idle", weight: 0n },
    { id: "busy", weight: 5n },
  ];
  expect(Object.fromEntries(splitCap(1_000_000_001n, idle))).toEqual({ busy: 990_000_001n, idle: 10_000_000n });
});
