import { expect, test } from "vitest";
import { chooseLocale } from "./locale.ts";

test.each([
  ["zh", "en-US,en;q=0.9", "zh"],
  [undefined, "zh-CN,zh;q=0.9,en;q=0.8", "zh"],
  [undefined, "de-DE,de;q=0.9,zh-TW;q=0.5,en;q=0.3", "zh"],
  [undefined, "en;q=0.4, zh;q=0.9", "zh"],
  [undefined, "zh;q=0, fr", "en"],
  [undefined, null, "en"],
  ["xx", null, "en"],
] as const)("cookie %s and Accept-Language %s give %s", (cookie, header, locale) => {
  expect(chooseLocale(cookie, header)).toBe(locale);
});
