import { expect, test } from "vitest";
import { csvField } from "./csv-field.ts";

test.each([
  ["=1+1", "'=1+1"],
  ["+1", "'+1"],
  ["-1", "'-1"],
  ["@x", "'@x"],
  ["\tx", "'\tx"],
  ['a "b", c', '"a ""b"", c"'],
  ["=a,b", `"'=a,b"`],
  ["a=b", "a=b"],
])("%j becomes %j, which no spreadsheet runs", (text, field) => {
  expect(csvField(text)).toBe(field);
});
