import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import en from "#lib/i18n/messages/en.json" with { type: "json" };
import zh from "#lib/i18n/messages/zh.json" with { type: "json" };
import { auditNouns } from "./search-params.ts";

const written = globSync("lib/**/*.ts", { exclude: ["**/*.test.ts", "lib/db/generated/**"] })
  .flatMap((path) => [
    ...readFileSync(path, "utf8").matchAll(/(?:action: |auditSelf\(tx, self, )"([a-z-]+)\.([a-z_-]+)"/g),
  ])
  .map(([, noun = "", verb = ""]) => ({ noun, verb }));

test.each([
  ["English", en.audit],
  ["Chinese", zh.audit],
])("every action that is written down is in words in %s", (_language, texts) => {
  const actions: Record<string, Record<string, string>> = texts.action;
  expect(written.length).toBeGreaterThan(20);
  expect(written.filter(({ noun, verb }) => actions[noun]?.[verb] === undefined)).toEqual([]);
});

test("the log can be filtered by everything that is written down", () => {
  const nouns: readonly string[] = auditNouns;
  expect(written.filter(({ noun }) => !nouns.includes(noun))).toEqual([]);
});
