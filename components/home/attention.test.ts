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

const none = { boxes: [], budgets: [], providers: [], anomalies: [], today: "2026-11-23" };
const anomaly = {
  id: "ano_1",
  label: "crawler",
  state: "open" as const,
  day: "2026-11-22",
  actualNanos: 9n,
  expectedNanos: 1n,
};

test("nothing to do is nothing shown", () => {
  const budgets = [{ id: "bud_1", name: "b", capNanos: 101n, account: { ...account, capNanos: 101n } }];
  expect(findAttention({ ...none, boxes: [well], budgets })).toEqual([]);
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
    ...none,
    anomalies: [anomaly],
    boxes: [
      { ...well, presence: "offline" },
      { ...well, id: "box_2", config: { ...config, phase: "rejected", reason: "unknown connection" } },
    ],
    budgets: [{ id: "bud_1", name: "b", capNanos: 100n, account }],
    providers: [{ id: "prv_1", name: "p", models: [unpriced] }],
  });
  expect(found.map(({ kind }) => kind)).toEqual(["budget", "anomaly", "offline", "config", "price"]);
});

test("unusual spend is shown for a week, and only while nobody judged it", () => {
  const shown = (change: Partial<Record<"day" | "state", string>>) =>
    findAttention({ ...none, anomalies: [{ ...anomaly, ...change } as typeof anomaly] }).length;
  expect([shown({ day: "2026-11-16" }), shown({ day: "2026-11-15" })]).toEqual([1, 0]);
  expect([shown({ state: "dismissed" }), shown({ state: "resolved" })]).toEqual([0, 0]);
});
