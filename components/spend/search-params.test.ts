import fc from "fast-check";
import { expect, test } from "vitest";
import { spendSearch } from "#lib/spend/query.ts";
import { listParam, readSpendParams, type SpendParams, spendParsers } from "./search-params.ts";
import { issuesOf } from "./url-issues.ts";

const empty = Object.fromEntries(Object.keys(spendParsers).map((name) => [name, null])) as SpendParams;

test("an empty address is the page's defaults", () => {
  expect(readSpendParams(empty, { groupBy: "box" })).toMatchObject({
    kind: "query",
    query: { range: "30d", groupBy: ["box"] },
  });
});

test("a bad address names each parameter once, with what it says and what would do", () => {
  const read = readSpendParams({ ...empty, range: "9y", groupBy: "model,model", zone: "Mars/Phobos" });
  expect(read.kind === "refused" && issuesOf(read.text)).toMatchObject([
    { name: "range", value: "9y" },
    { name: "zone", value: "Mars/Phobos", reason: expect.stringContaining("Asia/Shanghai") },
    { name: "groupBy", reason: expect.stringContaining("different") },
  ]);
});

test("whatever an address says, it is a query or its problems, never a crash", () => {
  const value = fc.option(fc.string({ unit: "binary" }));
  const params = fc.record(Object.fromEntries(Object.keys(spendParsers).map((name) => [name, value])));
  fc.assert(
    fc.property(params, (given) => {
      const read = readSpendParams({ ...empty, ...given });
      if (read.kind === "refused") expect(issuesOf(read.text)).not.toHaveLength(0);
    }),
  );
});

test("a list comes back as it was written, also with commas in its values", () => {
  const values = fc.uniqueArray(
    fc.string({ maxLength: 40 }).filter((text) => !text.includes("%2C")),
    { minLength: 1, maxLength: 20 },
  );
  fc.assert(
    fc.property(values, (model) => {
      const read = readSpendParams({ ...empty, model: listParam(model) });
      expect(read).toMatchObject({ kind: "query", query: { model } });
      if (read.kind === "query") expect(spendSearch(read.query).get("model")).toBe(listParam(model));
    }),
  );
});
