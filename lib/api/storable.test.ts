import { expect, test } from "vitest";
import { refuseUnstorable } from "./storable.ts";

test.each([
  ["a.0.b", { a: [{ b: "x\0" }] }],
  ["name", { name: "\ud800" }],
  ["", { "a\0": 1 }],
  ["", "\udfff"],
])("what Postgres cannot keep is refused by its field: %s", (name, value) => {
  expect(() => refuseUnstorable(value)).toThrow(
    expect.objectContaining({ code: "invalid_input", invalidParams: [expect.objectContaining({ name })] }),
  );
});

test("everything else passes, whatever the script", () => {
  refuseUnstorable({ name: "𝒳 名前 🦊", list: [1, null, true, { deep: ["\u200b"] }] });
});

test("nesting ends long before the stack does", () => {
  const deep = JSON.parse(`${"[".repeat(5_000)}${"]".repeat(5_000)}`);
  expect(() => refuseUnstorable(deep)).toThrow(/nested deeper/);
});
