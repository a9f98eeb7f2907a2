import { expect, test } from "vitest";
import { samePage } from "./same-page.ts";

test.each([
  ["/a", "/b"],
  ["/a/budgets", "/b/budgets"],
  ["/a/budgets/bud_1", "/b/budgets"],
  ["/a/members/roles", "/b/members"],
])("switching organizations on %s leads to %s", (pathname, expected) => {
  expect(samePage(pathname, "b")).toBe(expected);
});
