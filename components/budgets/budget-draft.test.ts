import { describe, expect, test } from "vitest";
import { BudgetDraft, scopeOf } from "./budget-draft.ts";

const empty = {
  name: "Lab",
  capNanos: "5",
  period: "month",
  weekStart: "1",
  what: "all",
  who: "org",
  connectionId: "",
  providerKind: "",
  channel: "",
  modelFamily: "",
  boxId: "",
  tag: "",
  agent: "",
};

test("everything of everyone needs no more", () => {
  const draft = BudgetDraft.parse(empty);
  expect(draft.capNanos).toBe(5_000_000_000n);
  expect(Object.values(scopeOf(draft)).every((value) => value === null)).toBe(true);
});

test("only what is chosen counts, whatever was typed before", () => {
  const draft = BudgetDraft.parse({
    ...empty,
    what: "modelFamily",
    modelFamily: " gpt-5 ",
    who: "tag",
    tag: "lab",
    agent: "%",
  });
  expect(scopeOf(draft)).toMatchObject({ modelFamily: "gpt-5", tag: "lab", agent: null, connectionId: null });
});

test("a wrong cap does not hide that the scope is incomplete", () => {
  const { error } = BudgetDraft.safeParse({ ...empty, capNanos: "-5", what: "modelFamily", who: "tag" });
  expect(error?.issues.map(({ path }) => path[0]).toSorted()).toEqual(["capNanos", "modelFamily", "tag"]);
});

describe("what is chosen and not said is named", () => {
  test.each(["connectionId", "providerKind", "channel", "modelFamily"])("%s", (what) => {
    expect(BudgetDraft.safeParse({ ...empty, what }).error?.issues[0]?.path).toEqual([what]);
  });
  test.each(["tag", "boxId", "agent"])("%s", (who) => {
    expect(BudgetDraft.safeParse({ ...empty, who }).error?.issues[0]?.path).toEqual([who]);
  });
});
