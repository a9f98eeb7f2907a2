import { expect, test } from "vitest";
import { sortRows } from "./sort-rows.ts";

const rows = [
  { name: "box 10", at: null },
  { name: "box 9", at: 5 },
  { name: "Box 1", at: 7 },
];

test("names sort as people count, missing values stay last both ways", () => {
  expect(sortRows(rows, (row) => row.name, false).map((row) => row.name)).toEqual(["Box 1", "box 9", "box 10"]);
  expect(sortRows(rows, (row) => row.at, false).map((row) => row.at)).toEqual([5, 7, null]);
  expect(sortRows(rows, (row) => row.at, true).map((row) => row.at)).toEqual([7, 5, null]);
});

test("amounts beyond 2^53 sort exactly", () => {
  const amounts = [9_007_199_254_740_993n, 9_007_199_254_740_992n];
  expect(sortRows(amounts, (nanos) => nanos, false)).toEqual([9_007_199_254_740_992n, 9_007_199_254_740_993n]);
});
