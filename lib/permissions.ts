export const roles = ["owner", "admin", "operator", "finance", "viewer"] as const;
export type Role = (typeof roles)[number];

const readers: readonly Role[] = roles;
const managers: readonly Role[] = ["owner", "admin"];
const owners: readonly Role[] = ["owner"];
const operators: readonly Role[] = ["owner", "admin", "operator"];
const spenders: readonly Role[] = ["owner", "admin", "finance"];
const doers: readonly Role[] = ["owner", "admin", "operator", "finance"];

/** The one table of who may do what; pages show it, routes ask it, tests read it. */
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
  /** Freeze a month's statement, and choose when the console does. */
  "spend.close": spenders,
  /** What providers billed, held against what was metered. */
  "invoices.read": readers,
  "invoices.write": spenders,
  /** Delete views that others share. */
  "spend-views.manage": managers,
  "local-keys.read": operators,
  "local-keys.write": operators,
  "orgs.read": readers,
  /** Name, address and time zone of the organization. */
  "orgs.write": managers,
  /** Delete it, or hand it to another owner. */
  "orgs.own": owners,
  "members.read": readers,
  /** Invite, change roles, remove. */
  "members.write": managers,
  /** One's own API keys; those of others need `api-keys.manage`. */
  "api-keys.read": doers,
  "api-keys.write": doers,
  "api-keys.manage": managers,
  "audit.read": managers,
  /** Where alerts are posted to. */
  "webhooks.read": managers,
  "webhooks.write": managers,
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof permissionTable;
export const permissions = Object.keys(permissionTable) as Permission[];

export function roleMay(role: Role, permission: Permission): boolean {
  const allowed: readonly Role[] = permissionTable[permission];
  return allowed.includes(role);
}
