import { expect, test } from "vitest";
import { ProviderModel } from "#lib/protocol/config.ts";
import { findAttention } from "./attention.ts";

const config = { phase: "applied" as const, reason: null, version: 1, desiredVersion: 1, appliedVersion: 1, at: null };
const account = {
  startsAt: "",
  endsAt: null,
  capNanos: 100n,
  spentNanos: 80n,
  reservedNanos: 0n,
  presumedNanos: 0n,
  freeNanos: 20n,
  overCommittedNanos: 0n,
  overshootNanos: 0n,
};
const well = { id: "box_1", name: "a", presence: "online" as const, config };

test("nothing to do is nothing shown", () => {
  const budgets = [{ id: "bud_1", name: "b", capNanos: 101n, account: { ...account, capNanos: 101n } }];
  expect(findAttention({ boxes: [well], budgets, providers: [] })).toEqual([]);
});

const unpriced = {
  ...ProviderModel.parse({ id: "m", maxOutputTokens: null }),
  listPrices: [],
  priceSource: "none" as const,
  discountBasisPoints: 0,
  isDiscovered: false,
};

test("each kind is found, money first", () => {
  const found = findAttention({
    boxes: [
      { ...well, presence: "offline" },
      { ...well, id: "box_2", config: { ...config, phase: "rejected", reason: "unknown connection" } },
    ],
    budgets: [{ id: "bud_1", name: "b", capNanos: 100n, account }],
    providers: [{ id: "prv_1", name: "p", models: [unpriced] }],
  });
  expect(found.map(({ kind }) => kind)).toEqual(["budget", "offline", "config", "price"]);
});
