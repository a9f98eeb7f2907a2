import { expect, test } from "vitest";
import en from "#lib/i18n/messages/en.json" with { type: "json" };
import zh from "#lib/i18n/messages/zh.json" with { type: "json" };
import { permissions } from "#lib/permissions.ts";
import { groupPermissions } from "./permission-groups.ts";

function textAt(messages: object, path: string): unknown {
  return path.split(".").reduce<unknown>((at, key) => Object(at)[key], messages);
}

test.each([
  ["English", en],
  ["Chinese", zh],
])("every permission and its noun are in words in %s", (_language, messages) => {
  for (const { noun, permissions: list } of groupPermissions()) {
    expect(textAt(messages, `members.noun.${noun}`), noun).toEqual(expect.any(String));
    for (const permission of list)
      expect(textAt(messages, `members.permission.${permission}`), permission).toEqual(expect.any(String));
  }
});

test("groups leave no permission out and repeat none", () => {
  expect(groupPermissions().flatMap((group) => group.permissions)).toEqual(permissions);
});
