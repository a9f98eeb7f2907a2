import fc from "fast-check";
import { expect, test } from "vitest";
import { noTokens } from "#lib/protocol/usage.ts";
import { pivotCsv, preparePivot } from "./pivot.ts";
import { prepareSpend } from "./prepare-spend.ts";
import { spendView } from "./testing/spend-view.ts";

const options = {
  most: 2,
  nameOf: (key: string) => key,
  innerNameOf: (key: string) => key,
  restLabel: (count: number) => `${count} more`,
};
const rest = { costNanos: 9n, requests: 1, errors: 0, tokens: noTokens, count: 4, previousNanos: null };
const pair = (key: string, inner: string, costNanos: bigint) => ({
  key,
  inner,
  innerLabel: inner,
  costNanos,
  requests: 1,
});

test("rows and columns add up to the total to the nano-dollar, whatever is named, cut or missing", () => {
  const cost = fc.bigInt({ min: 0n, max: 10n ** 15n });
  const pairs = fc.uniqueArray(
    fc.tuple(fc.constantFrom("a", "b", "c", "gone"), fc.constantFrom("x", "y", "z", "w"), cost),
    {
      selector: ([key, inner]) => `${key}/${inner}`,
    },
  );
  fc.assert(
    fc.property(pairs, fc.integer({ min: 0, max: 5 }), (all, most) => {
      const of = (keys: string[]) =>
        all.filter(([key]) => keys.includes(key)).reduce((sum, [, , nanos]) => sum + nanos, 0n);
      const series = ["a", "b", "c"].map((key) => ({ key, label: key, costNanos: of([key]) }));
      const view = spendView(series, {
        pairs: all.map(([key, inner, nanos]) => pair(key, inner, nanos)),
        rest: { ...rest, costNanos: of(["gone"]) },
      });
      const pivot = preparePivot(view, { ...options, most });
      const sum = (values: readonly bigint[]) => values.reduce((total, one) => total + one, 0n);
      for (const row of pivot.rows) expect(sum(row.cells)).toBe(row.costNanos);
      // Of somebody else's cells, something would have to be less than nothing.
      expect(pivot.rows.every(({ cells }) => cells.every((nanos) => nanos >= 0n))).toBe(true);
      expect(sum(pivot.sums)).toBe(view.costNanos);
      expect(sum(pivot.rows.map(({ costNanos }) => costNanos))).toBe(view.costNanos);
    }),
  );
});

test("the file has what the table has, and its sums", () => {
  const view = spendView(
    [
      { key: "a", costNanos: 3_000_000_000n, previousNanos: 1_000_000_000n, requests: 2 },
      { key: "b,c", costNanos: 1_000_000_000n, previousNanos: 0n, requests: 1 },
    ],
    {
      pairs: [
        pair("a", "x", 2_000_000_000n),
        pair("a", "y", 500_000_000n),
        pair("a", "z", 500_000_000n),
        pair("b,c", "x", 1_000_000_000n),
      ],
    },
  );
  const labels = { name: "Name", other: "Other", total: "Total", previous: "Before", requests: "Requests" };
  expect(pivotCsv(preparePivot(view, options), labels)).toBe(
    [
      "Name,x,y,Other,Total,Before,Requests",
      "a,2,0.5,0.5,3,1,2",
      '"b,c",1,0,0,1,0,1',
      "Total,3,0.5,0.5,4,1,3",
      "",
    ].join("\r\n"),
  );
});

test("a chart of spend draws everything: what has no points of its own is in Other", () => {
  const view = spendView(
    [
      { key: "a", label: "A", costNanos: 3n, points: [1n, 2n] },
      { key: "b", label: "B", costNanos: 2n },
    ],
    { rest, restPoints: [4n, 7n] },
  );
  const chart = prepareSpend(view, { otherLabel: "Other", labelOf: (_key, label) => label });
  expect(chart.series.map(({ label, totalNanos }) => [label, totalNanos])).toEqual([
    ["A", 3n],
    ["Other", 11n],
  ]);
  expect([chart.totalNanos, chart.namedCount, chart.inputCount]).toEqual([view.costNanos, 1, 6]);
});
