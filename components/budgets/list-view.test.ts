import { expect, test } from "vitest";
import { scopeFilters, stateFilters, viewBudgets } from "./list-view.ts";

const scope = {
  connectionId: null,
  providerKind: null,
  channel: null,
  modelFamily: null,
  boxId: null,
  tag: null,
  agent: null,
};
const account = {
  startsAt: "",
  endsAt: null,
  capNanos: 100n,
  spentNanos: 0n,
  reservedNanos: 0n,
  presumedNanos: 0n,
  freeNanos: 100n,
  overCommittedNanos: 0n,
  overshootNanos: 0n,
};
const plain = { name: "plain", scope, account, isSoft: false, pausedAt: null, raise: null };
const spent = (nanos: bigint) => ({ ...account, spentNanos: nanos });
const all = { scope: null, state: null };
const namesOf = (budgets: { name: string }[]) => budgets.map(({ name }) => name);

test("the fullest comes first, equally full ones by name", () => {
  const budgets = [plain, { ...plain, name: "full", account: spent(99n) }, { ...plain, name: "also plain" }];
  expect(namesOf(viewBudgets(budgets, all))).toEqual(["full", "also plain", "plain"]);
});

test("each scope filter finds the budget with that scope and no other", () => {
  const budgets = [
    { ...plain, name: "org" },
    { ...plain, name: "connection", scope: { ...scope, connectionId: "prv" } },
    { ...plain, name: "provider", scope: { ...scope, providerKind: "openai" as const } },
    { ...plain, name: "channel", scope: { ...scope, channel: "cloud" as const } },
    { ...plain, name: "model", scope: { ...scope, modelFamily: "gpt-5" } },
    { ...plain, name: "box", scope: { ...scope, boxId: "box" } },
    { ...plain, name: "group", scope: { ...scope, tag: "lab" } },
    { ...plain, name: "agent", scope: { ...scope, agent: "crawler" } },
  ];
  for (const filter of scopeFilters) {
    expect(namesOf(viewBudgets(budgets, { ...all, scope: filter }))).toEqual([filter]);
  }
});

test("each state filter finds the budget in that state", () => {
  const budgets = [
    plain,
    { ...plain, name: "over", account: { ...spent(10n), overCommittedNanos: 1n } },
    { ...plain, name: "near", account: spent(80n) },
    { ...plain, name: "paused", pausedAt: "2026-11-23T00:00:00.000Z" },
    { ...plain, name: "soft", isSoft: true },
    { ...plain, name: "raised", raise: { nanos: 1n, until: "2026-11-24T00:00:00.000Z" } },
    { ...plain, name: "presumed", account: { ...account, presumedNanos: 1n } },
  ];
  for (const filter of stateFilters) {
    expect(namesOf(viewBudgets(budgets, { ...all, state: filter }))).toEqual([filter]);
  }
});
