import "server-only";
import { appendAudit } from "../audit/append.ts";
import { notifyAccess, notifyOrg } from "../bus/notify.ts";
import { type Ctx, requirePermission, requireRecentSignIn } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { AppError } from "../errors.ts";
import { lockMember, lockOwners, requireOwner } from "../members/owners.ts";
import { revokeInvitesOf } from "../members/revoke-invites-of.ts";

/** Hands the organization to another member; who did it becomes an admin. */
export async function transferOrg(ctx: Ctx, userId: string): Promise<null> {
  requirePermission(ctx, "orgs.own");
  requireRecentSignIn(ctx);
  const { actor } = ctx;
  if (actor.kind !== "user") throw new AppError("people_only", "Only an owner in person can hand over what they own.");
  const orgId = ctx.org.id;
  return withOrg(ctx, async (tx) => {
    requireOwner(ctx, await lockOwners(tx, orgId));
    const before = await lockMember(tx, orgId, userId);
    if (userId === actor.userId) {
      const reason = "is you";
      throw new AppError("invalid_input", `userId: ${reason}`, [{ name: "userId", reason }]);
    }
    await tx.member.updateMany({ where: { orgId, userId }, data: { role: "owner" } });
    await tx.member.updateMany({ where: { orgId, userId: actor.userId }, data: { role: "admin" } });
    await revokeInvitesOf(tx, orgId, actor.userId, "admin");
    await notifyAccess(tx, userId, orgId);
    await notifyAccess(tx, actor.userId, orgId);
    await notifyOrg(tx, ctx, "members");
    await appendAudit(tx, ctx, {
      action: "orgs.transfer",
      targetId: userId,
      before: { owner: actor.userId, role: before },
      after: { owner: userId },
    });
    return null;
  });
}
