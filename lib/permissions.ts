import { z } from "zod";

export const roles = ["owner", "admin", "operator", "finance", "viewer"] as const;
export const Role = z.enum(roles);
export type Role = z.infer<typeof Role>;

const readers: readonly Role[] = roles;
const managers: readonly Role[] = ["owner", "admin"];
const operators: readonly Role[] = ["owner", "admin", "operator"];
const spenders: readonly Role[] = ["owner", "admin", "finance"];

/** The one table of who may do what. */
export const permissionTable = {
  "boxes.read": readers,
  "boxes.write": operators,
  "boxes.try": operators,
  "enrollment.approve": operators,
  "providers.read": readers,
  "providers.write": managers,
  "configs.read": readers,
  "configs.write": operators,
  "budgets.read": readers,
  "budgets.write": spenders,
  "spend.read": readers,
  "local-keys.read": operators,
  "local-keys.write": operators,
  "orgs.read": readers,
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof permissionTable;

export function roleMay(role: Role, permission: Permission): boolean {
  const allowed: readonly Role[] = permissionTable[permission];
  return allowed.includes(role);
}
