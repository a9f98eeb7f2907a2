import "server-only";
import { appendAudit } from "../audit/append.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { endMembership } from "./end-membership.ts";
import { lockMember, lockOwners, requireAnotherOwner, requireOwner } from "./owners.ts";

/** Throws `last_owner`. */
export async function removeMember(ctx: Ctx, userId: string): Promise<null> {
  requirePermission(ctx, "members.write");
  return withOrg(ctx, async (tx) => {
    const owners = await lockOwners(tx, ctx.org.id);
    const role = await lockMember(tx, ctx.org.id, userId);
    if (role === "owner") requireOwner(ctx, owners);
    requireAnotherOwner(owners, userId);
    const person = await tx.user.findFirst({ where: { id: userId }, select: { name: true } });
    await endMembership(tx, ctx, userId);
    await appendAudit(tx, ctx, {
      action: "members.remove",
      targetId: userId,
      before: { name: person?.name ?? null, role },
    });
    return null;
  });
}
