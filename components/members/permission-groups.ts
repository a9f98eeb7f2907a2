import { type Permission, permissions } from "#lib/permissions.ts";

/** First half of a permission, as the type of every one there is. */
export type Noun = Permission extends `${infer First}.${string}` ? First : never;

/** Permissions by noun, both in the order of the one table. */
export function groupPermissions(of: readonly Permission[] = permissions): { noun: Noun; permissions: Permission[] }[] {
  const groups = new Map<Noun, Permission[]>();
  for (const permission of of) {
    // The type says what every permission looks like; `split` does not.
    const noun = permission.split(".")[0] as Noun;
    groups.set(noun, [...(groups.get(noun) ?? []), permission]);
  }
  return [...groups].map(([noun, list]) => ({ noun, permissions: list }));
}
