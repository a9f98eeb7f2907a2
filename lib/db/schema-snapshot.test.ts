import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

test("prisma/schema has no change without a migration: npm run db:new <name> writes one and renews the snapshot", () => {
  const schema = globSync("prisma/schema/*.prisma")
    .toSorted()
    .map((path) => readFileSync(path, "utf8"))
    .join("\n");
  expect(readFileSync("prisma/migrations/schema.snapshot.prisma", "utf8")).toBe(schema);
});
