import { readdirSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { OrgInput } from "./schema.ts";
import { isReservedSlug, slugFrom } from "./slug.ts";

test.each([
  ["Kaihe Labs, Inc.", "kaihe-labs-inc"],
  ["Café Zürich", "cafe-zurich"],
  ["开合科技", "team"],
  ["API", "team-api"],
  ["x", "team-x"],
  ["Deleted Things", "team-deleted-things"],
])("%s becomes %s", (name, slug) => {
  expect(slugFrom(name)).toBe(slug);
});

test("any name gives a slug that fits an address and no route", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 80 }), (name) => {
      expect(slugFrom(name)).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(isReservedSlug(slugFrom(name))).toBe(false);
      const input = { name: "x", slug: slugFrom(name), timezone: "UTC" };
      expect(OrgInput.safeParse(input).success).toBe(true);
    }),
  );
});

test("no organization can take the address of a page", () => {
  const inGroups = readdirSync("app", { withFileTypes: true }).flatMap((entry) =>
    entry.name.startsWith("(") ? readdirSync(`app/${entry.name}`, { withFileTypes: true }) : [entry],
  );
  const routes = inGroups.filter((entry) => entry.isDirectory() && !entry.name.startsWith("[")).map(({ name }) => name);
  expect(routes).toContain("sign-in");
  expect(routes.filter((name) => !isReservedSlug(name))).toEqual([]);
});

test.each(["sign-in", "deleted-1", "A", "a", "-a-", "a--b", "a_b", "ünlü", "x".repeat(49)])(
  "%s is refused as an address",
  (slug) => {
    expect(OrgInput.safeParse({ name: "x", slug, timezone: "UTC" }).success).toBe(false);
  },
);
