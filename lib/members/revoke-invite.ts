import "server-only";
import { appendAudit } from "../audit/append.ts";
import { notifyOrg } from "../bus/notify.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { notFound } from "../errors.ts";
import { openInvites } from "./invite-row.ts";
import { lockOwners, requireOwner } from "./owners.ts";

/** The link stops working with the commit. */
export async function revokeInvite(ctx: Ctx, inviteId: string): Promise<null> {
  requirePermission(ctx, "members.write");
  return withOrg(ctx, async (tx) => {
    const [invite] = await tx.invite.updateManyAndReturn({
      where: { orgId: ctx.org.id, id: inviteId, ...openInvites },
      data: { revokedAt: new Date() },
    });
    if (!invite) throw notFound("invite");
    const { email, role } = invite;
    if (role === "owner") requireOwner(ctx, await lockOwners(tx, ctx.org.id));
    await notifyOrg(tx, ctx, "members", inviteId);
    await appendAudit(tx, ctx, { action: "members.revoke_invite", targetId: inviteId, before: { email, role } });
    return null;
  });
}
