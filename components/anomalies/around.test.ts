import { expect, test } from "vitest";
import { scopeFilters } from "#components/budgets/list-view.ts";
import { filterOf } from "#components/calls/search-params.ts";
import { readSpendParams, type SpendParams, spendParsers } from "#components/spend/search-params.ts";
import { anomalyDimensions } from "#lib/spend/anomaly-choices.ts";
import { budgetsHref, callsHref, exploreHref, spendAround } from "./around.ts";

const subject = { dimension: "model", key: "gpt,5/mini", day: "2026-03-01" } as const;
const empty = Object.fromEntries(Object.keys(spendParsers).map((name) => [name, null])) as SpendParams;

test("the picture is of the key alone, four weeks before to a week after, and never of days to come", () => {
  expect(spendAround(subject, "2026-11-23")).toMatchObject({
    from: "2026-02-01",
    to: "2026-03-08",
    model: [subject.key],
  });
  expect(spendAround(subject, "2026-03-02").to).toBe("2026-03-02");
});

test("Explore understands the link, also with a comma in the key, and splits by something else", () => {
  const search = new URL(exploreHref("acme", subject, "2026-11-23"), "http://x").searchParams;
  const read = readSpendParams({ ...empty, ...Object.fromEntries(search) });
  expect(read).toMatchObject({
    kind: "query",
    query: { model: [subject.key], from: "2026-02-01", to: "2026-03-08", groupBy: ["agent"] },
  });
});

test("the list of calls understands the link; of agents it knows nothing", () => {
  const href = callsHref("acme", { ...subject, dimension: "provider", key: `prv_${"0".repeat(26)}` }) ?? "";
  const search = new URL(href, "http://x").searchParams;
  const params = Object.fromEntries(
    ["box", "route", "connection", "model", "caller", "run", "call"].map((name) => [name, search.get(name)]),
  );
  const filter = filterOf({
    status: null,
    error: null,
    surface: null,
    ...params,
    range: "custom",
    from: search.get("from"),
    to: search.get("to"),
  } as Parameters<typeof filterOf>[0]);
  expect(filter).toMatchObject({
    range: "custom",
    from: subject.day,
    to: subject.day,
    connection: `prv_${"0".repeat(26)}`,
  });
  expect(callsHref("acme", { ...subject, dimension: "agent" })).toBeNull();
});

test("every dimension has its budgets", () => {
  const scopes = anomalyDimensions.map((dimension) =>
    new URL(budgetsHref("acme", dimension), "http://x").searchParams.get("scope"),
  );
  expect(scopeFilters).toEqual(expect.arrayContaining(scopes));
});
