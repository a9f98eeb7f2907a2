import "server-only";
import { appendAudit } from "../audit/append.ts";
import { notifyAccess, notifyOrg } from "../bus/notify.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { withOrg } from "../db/client.ts";
import type { Role } from "../permissions.ts";
import { lockMember, lockOwners, requireAnotherOwner, requireOwner } from "./owners.ts";
import { revokeInvitesOf } from "./revoke-invites-of.ts";

/** In force with the commit: every request reads the membership, and open streams end. Throws `last_owner`. */
export async function changeRole(ctx: Ctx, userId: string, role: Role): Promise<null> {
  requirePermission(ctx, "members.write");
  return withOrg(ctx, async (tx) => {
    const owners = await lockOwners(tx, ctx.org.id);
    const before = await lockMember(tx, ctx.org.id, userId);
    if (before === role) return null;
    if (before === "owner" || role === "owner") requireOwner(ctx, owners);
    if (before === "owner") requireAnotherOwner(owners, userId);
    await tx.member.updateMany({ where: { orgId: ctx.org.id, userId }, data: { role } });
    await revokeInvitesOf(tx, ctx.org.id, userId, role);
    await notifyAccess(tx, userId, ctx.org.id);
    await notifyOrg(tx, ctx, "members", userId);
    await appendAudit(tx, ctx, {
      action: "members.change_role",
      targetId: userId,
      before: { role: before },
      after: { role },
    });
    return null;
  });
}
