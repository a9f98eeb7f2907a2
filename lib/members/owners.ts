import "server-only";
import { type Ctx, personBehind, requirePermission } from "../context.ts";
import type { Tx } from "../db/client.ts";
import { AppError, notFound } from "../errors.ts";
import type { Role } from "../permissions.ts";

/**
 * The owners, locked until the end of the transaction: whoever takes one away sees what everyone before them did, so
 * two owners who leave at the same moment leave one (TOCTOU, ASVS 5.0 §15.4.2). Always in one order, so none wait in a ring.
 */
export async function lockOwners(tx: Tx, orgId: string): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ user_id: string }[]>`
    select user_id from member where org_id = ${orgId} and role = 'owner' order by user_id for update`;
  return new Set(rows.map((row) => row.user_id));
}

/** Whoever gives or takes the role of an owner must be one, also in the eyes of this transaction. */
export function requireOwner(ctx: Ctx, owners: ReadonlySet<string>): void {
  requirePermission(ctx, "orgs.own");
  if (!owners.has(personBehind(ctx.actor) ?? ""))
    throw new AppError("not_allowed", "Only an owner may give or take the role of an owner.");
}

/** Throws `last_owner` if `userId` is the only one left. */
export function requireAnotherOwner(owners: ReadonlySet<string>, userId: string): void {
  if (owners.has(userId) && owners.size === 1) {
    throw new AppError("last_owner", "The organization needs an owner: make somebody else one first.");
  }
}

/** The member's present role, locked; the same 404 for unknown and foreign ids. */
export async function lockMember(tx: Tx, orgId: string, userId: string): Promise<Role> {
  const [row] = await tx.$queryRaw<{ role: Role }[]>`
    select role::text from member where org_id = ${orgId} and user_id = ${userId} for update`;
  if (!row) throw notFound("member");
  return row.role;
}
