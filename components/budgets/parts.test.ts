import { expect, test } from "vitest";
import { budgetParts, usedShare } from "./parts.ts";

const account = {
  startsAt: "",
  endsAt: null,
  spentNanos: 3_000n,
  reservedNanos: 1_000n,
  presumedNanos: 500n,
  freeNanos: 500n,
  overCommittedNanos: 0n,
  overshootNanos: 0n,
};

test("the parts fill the bar", () => {
  const parts = budgetParts({ capNanos: 5_000n, account });
  expect(parts.reduce((sum, part) => sum + part.share, 0)).toBeCloseTo(1, 5);
  expect(usedShare({ capNanos: 5_000n, account })).toBeCloseTo(0.7, 5);
});

test("an over-committed budget does not overflow its bar", () => {
  const parts = budgetParts({ capNanos: 1_000n, account: { ...account, freeNanos: 0n, overCommittedNanos: 3_500n } });
  expect(parts.reduce((sum, part) => sum + part.share, 0)).toBeCloseTo(1, 5);
});
