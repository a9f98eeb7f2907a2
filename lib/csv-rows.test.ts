import fc from "fast-check";
import { expect, test } from "vitest";
import { csvField } from "./csv-field.ts";
import { CsvError, csvRows } from "./csv-rows.ts";

/** Without what csv-field.ts changes on purpose. */
const field = fc
  .oneof(fc.string(), fc.string({ unit: fc.constantFrom('"', ",", "\r", "\n", "a", " ") }))
  .filter((text) => csvField(text) === text || csvField(text).startsWith('"'))
  .filter((text) => !/^[=+\-@\t\r]/.test(text));
const table = fc.array(fc.array(field, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 6 });

test("what is written is read again, whatever the line breaks, with or without the last", () => {
  fc.assert(
    fc.property(
      table,
      fc.constantFrom("\r\n", "\n", "\r"),
      fc.boolean(),
      fc.boolean(),
      (rows, newline, isEnded, hasMark) => {
        const text = rows.map((row) => row.map(csvField).join(",")).join(newline) + (isEnded ? newline : "");
        expect(csvRows((hasMark ? "\uFEFF" : "") + text)).toEqual(rows);
      },
    ),
  );
});

test("no text makes it anything but rows of text or an error that names the row", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('"', ",", "\r", "\n", "a") }), (text) => {
      try {
        for (const row of csvRows(text)) for (const each of row) expect(typeof each).toBe("string");
      } catch (error) {
        expect(error).toBeInstanceOf(CsvError);
      }
    }),
  );
});

test.each([
  ["", []],
  ["a", [["a"]]],
  ["a,", [["a", ""]]],
  [",", [["", ""]]],
  ["a\n\nb", [["a"], [], ["b"]]],
  ['""', [[""]]],
  ['"a ""b"" c",d', [['a "b" c', "d"]]],
  ['a "b" c', [['a "b" c']]],
])("%j", (text, rows) => {
  expect(csvRows(text)).toEqual(rows);
});

test.each([
  ['a\n"b', 2, "a quote is never closed"],
  ['"a"b', 1, "text after a closing quote"],
])("%j is refused by its row", (text, row, reason) => {
  expect(() => csvRows(text)).toThrow(expect.objectContaining({ row, message: reason }));
});
