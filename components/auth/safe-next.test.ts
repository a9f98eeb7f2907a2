import { expect, test } from "vitest";
import { safeNext } from "./safe-next.ts";

test.each([
  ["/acme/boxes?search=lab", "/acme/boxes?search=lab"],
  ["/enroll", "/enroll"],
  ["//evil.example", "/"],
  ["/\\evil.example", "/"],
  ["/\t/evil.example", "/"],
  ["https://evil.example", "/"],
  ["javascript:alert(1)", "/"],
  [["/a", "/b"], "/"],
  [undefined, "/"],
])("%j leads to %s", (next, path) => {
  expect(safeNext(next)).toBe(path);
});
