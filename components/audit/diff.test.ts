import { expect, test } from "vitest";
import { diffFacts, targetName } from "./diff.ts";

test("only what differs is shown, and what is new or gone has one side", () => {
  expect(diffFacts({ name: "a", cap: "1", old: true }, { name: "a", cap: "2", scopes: ["x"] })).toEqual([
    { field: "cap", before: "1", after: "2" },
    { field: "old", before: "true", after: null },
    { field: "scopes", before: null, after: '["x"]' },
  ]);
  expect(diffFacts(null, null)).toEqual([]);
});

test("a thing is called by its newest name, a person without one by the address", () => {
  expect(targetName({ name: "old" }, { name: "new" })).toBe("new");
  expect(targetName({ name: "gone" }, null)).toBe("gone");
  expect(targetName(null, { email: "a@example.com" })).toBe("a@example.com");
  expect(targetName(null, { name: 5 })).toBeNull();
});
