import { expect, test } from "vitest";
import { spendInput } from "#lib/spend/query.ts";
import { callsOf, drillInto, pinned } from "./drill.ts";
import { readSpendParams, type SpendParams, spendParsers } from "./search-params.ts";
import { spendView } from "./testing/spend-view.ts";

const box = "box_01h2xcejqtf2nbrexx3vqjhp41";
const empty = Object.fromEntries(Object.keys(spendParsers).map((name) => [name, null])) as SpendParams;
const view = spendView([]);

test("a row opens on itself, split by the second group, or by what comes next", () => {
  expect(drillInto(spendInput({ groupBy: ["model", "box"] }), "model", "a,b")).toEqual({
    model: "a%2Cb",
    groupBy: "box",
  });
  expect(drillInto(spendInput({ groupBy: ["provider"] }), "provider", "prv_x")).toMatchObject({ groupBy: "model" });
  expect(drillInto(spendInput({ groupBy: ["caller"], box: [box] }), "caller", "")).toEqual({
    caller: "",
    groupBy: "channel",
  });
});

test("boxes with the same tags, and a channel that is not known, are no filter", () => {
  expect(drillInto(spendInput({ groupBy: ["group"] }), "group", "lab")).toBeNull();
  expect(drillInto(spendInput({ groupBy: ["channel"] }), "channel", "")).toBeNull();
});

test("calls are linked only where their list shows exactly the same", () => {
  expect(callsOf(spendInput({ model: ["m"], box: [box] }), view, "UTC")).toBe(
    `model=m&box=${box}&range=custom&from=2026-11-01&to=2026-11-02`,
  );
  expect(callsOf(spendInput({ range: "24h" }), view, "UTC")).toBe("range=24h");
  expect(callsOf(spendInput({ model: ["m", "n"] }), view, "UTC")).toBeNull();
  expect(callsOf(spendInput({ agent: ["a"] }), view, "UTC")).toBeNull();
  expect(callsOf(spendInput(), view, "Asia/Shanghai")).toBeNull();
  expect(callsOf(spendInput(), { ...view, endsAt: "2027-11-01T00:00:00.000Z" }, "UTC")).toBeNull();
});

test("a copied link means the same days, zone, grain, groups and filters tomorrow", () => {
  const query = spendInput({ range: "7d", groupBy: ["box", "model"], model: ["a,b"], compare: "previous" });
  const read = readSpendParams({ ...empty, ...pinned(query, { ...view, timezone: "Asia/Shanghai" }) });
  expect(read).toMatchObject({
    kind: "query",
    query: {
      range: "custom",
      from: "2026-11-01",
      to: "2026-11-03",
      zone: "Asia/Shanghai",
      granularity: "day",
      groupBy: ["box", "model"],
      model: ["a,b"],
      compare: "previous",
    },
  });
});
