import "server-only";
import { appendAudit } from "../audit/append.ts";
import { notifyOrg } from "../bus/notify.ts";
import { type Ctx, personBehind, requirePermission } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { notFound } from "../errors.ts";
import type { Locale } from "../i18n/locale.ts";
import { openInvites, toInvite } from "./invite-row.ts";
import { lockOwners, requireOwner } from "./owners.ts";
import type { SentInvite } from "./schema.ts";
import { deliverInvite, newInviteToken } from "./send-invite.ts";

/** A new link for seven more days; the old one stops working. */
export async function resendInvite(ctx: Ctx, inviteId: string, locale: Locale): Promise<SentInvite> {
  requirePermission(ctx, "members.write");
  const orgId = ctx.org.id;
  return withOrg(ctx, async (tx) => {
    const { link, row } = newInviteToken();
    const [invite] = await tx.invite.updateManyAndReturn({
      where: { orgId, id: inviteId, ...openInvites },
      data: { ...row, invitedById: personBehind(ctx.actor) },
    });
    if (!invite) throw notFound("invite");
    const { email, role } = invite;
    if (role === "owner") requireOwner(ctx, await lockOwners(tx, orgId));
    const shown = await deliverInvite(tx, ctx, { email, role, link, expiresAt: row.expiresAt, locale });
    await notifyOrg(tx, ctx, "members", inviteId);
    await appendAudit(tx, ctx, { action: "members.resend_invite", targetId: inviteId, after: { email, role } });
    return { invite: toInvite(invite, "name" in ctx.actor ? ctx.actor.name : null), link: shown };
  });
}
