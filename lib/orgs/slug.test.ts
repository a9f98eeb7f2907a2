import fc from "fast-check";
import { expect, test } from "vitest";
import { slugFrom } from "./slug.ts";

test.each([
  ["Kaihe Labs, Inc.", "kaihe-labs-inc"],
  ["Café Zürich", "cafe-zurich"],
  ["开合科技", "team"],
  ["API", "team-api"],
  ["x", "team-x"],
])("%s becomes %s", (name, slug) => {
  expect(slugFrom(name)).toBe(slug);
});

test("any name gives a slug that fits an address and no route", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 80 }), (name) => {
      expect(slugFrom(name)).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(["api", "enroll", "setup", "sign-in"]).not.toContain(slugFrom(name));
    }),
  );
});
