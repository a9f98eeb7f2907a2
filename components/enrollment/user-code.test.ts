import { expect, test } from "vitest";
import { readCode } from "./user-code.ts";

test.each([
  ["wdjb mjht", "WDJB-MJHT"],
  ["#WDJB-MJHT", "WDJB-MJHT"],
  ["WDJBMJHT", "WDJB-MJHT"],
  ["WDJB-MJH", null],
  ["AEIO-UAEI", null],
  ["", null],
])("%j reads as %s", (text, code) => {
  expect(readCode(text)).toBe(code);
});
