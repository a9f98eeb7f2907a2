import { expect, test } from "vitest";
import { budgetParts, capShare, usedShare } from "./parts.ts";

const account = {
  startsAt: "",
  endsAt: null,
  capNanos: 5_000n,
  spentNanos: 3_000n,
  reservedNanos: 1_000n,
  presumedNanos: 500n,
  freeNanos: 500n,
  overCommittedNanos: 0n,
  overshootNanos: 0n,
};
const over = { ...account, capNanos: 1_800n, freeNanos: 0n, overCommittedNanos: 2_700n };
const sum = (parts: { share: number }[]) => parts.reduce((total, { share }) => total + share, 0);

test("the parts fill the bar, and the cap is its end", () => {
  expect(sum(budgetParts({ account }))).toBeCloseTo(1, 5);
  expect(capShare({ account })).toBe(1);
  expect(usedShare({ account })).toBeCloseTo(0.7, 5);
});

test("an over-committed budget fills its bar too, and the cap is on it", () => {
  expect(sum(budgetParts({ account: over }))).toBeCloseTo(1, 5);
  expect(capShare({ account: over })).toBeCloseTo(0.4, 5);
  expect(usedShare({ account: over })).toBeGreaterThan(1);
});
