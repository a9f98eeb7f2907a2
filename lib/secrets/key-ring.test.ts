import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { parseKeyRing } from "./key-ring.ts";

const key = () => randomBytes(32).toString("base64");

test("keys in order, the newest first, by commas or lines, with comments", () => {
  expect([...parseKeyRing(`2026-11:${key()}, 2025-01:${key()}`, "X").keys()]).toEqual(["2026-11", "2025-01"]);
  expect([...parseKeyRing(`# newest first\nb:${key()}\n\na:${key()}\n`, "X").keys()]).toEqual(["b", "a"]);
});

test.each([
  ["nothing", ""],
  ["a short key", `a:${randomBytes(16).toString("base64")}`],
  ["no name", key()],
  ["a name twice", `a:${key()},a:${key()}`],
])("%s is refused by a sentence that names the variable and no key", (_what, text) => {
  expect(() => parseKeyRing(text, "KAIHE_KEKS")).toThrow(/^KAIHE_KEKS /);
  expect(() => parseKeyRing(text, "KAIHE_KEKS")).not.toThrow(
    new RegExp(text.slice(2, 20).replaceAll("+", "\\+") || "§"),
  );
});

test("a file that cannot be read is named", () => {
  expect(() => parseKeyRing({ path: "/nowhere/keks" }, "KAIHE_KEK_FILE")).toThrow("/nowhere/keks cannot be read");
});
