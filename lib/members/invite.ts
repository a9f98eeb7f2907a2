import "server-only";
import type { z } from "zod";
import { appendAudit } from "../audit/append.ts";
import { notifyOrg } from "../bus/notify.ts";
import { type Ctx, personBehind, requirePermission } from "../context.ts";
import { type Tx, withOrg } from "../db/client.ts";
import { AppError } from "../errors.ts";
import type { Locale } from "../i18n/locale.ts";
import { newId } from "../id.ts";
import { openInvites, toInvite } from "./invite-row.ts";
import { lockOwners, requireOwner } from "./owners.ts";
import type { InviteMember, SentInvite } from "./schema.ts";
import { deliverInvite, newInviteToken } from "./send-invite.ts";

/**
 * Asks somebody to join. An address has one open invite: asking again renews it, with a new link and the role now
 * chosen, and the old link stops working. Throws `already_member`.
 */
export async function inviteMember(
  ctx: Ctx,
  { email, role }: z.output<typeof InviteMember>,
  locale: Locale,
): Promise<SentInvite> {
  requirePermission(ctx, "members.write");
  const orgId = ctx.org.id;
  return withOrg(ctx, async (tx) => {
    // Two people who invite the same address at once: the second renews what the first made.
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`invite:${orgId}:${email}`}, 0))`;
    await refuseMember(tx, email);
    const open = await tx.invite.findFirst({ where: { orgId, email, ...openInvites } });
    if (role === "owner" || open?.role === "owner") requireOwner(ctx, await lockOwners(tx, orgId));
    const { link, row } = newInviteToken();
    const invitedById = personBehind(ctx.actor);
    const renewed = await tx.invite.updateManyAndReturn({
      where: { orgId, email, ...openInvites },
      data: { ...row, role, invitedById },
    });
    const invite =
      renewed[0] ??
      (await tx.invite.create({ data: { id: newId("invite"), orgId, email, role, invitedById, ...row } }));
    const shown = await deliverInvite(tx, ctx, { email, role, link, expiresAt: row.expiresAt, locale });
    await notifyOrg(tx, ctx, "members", invite.id);
    await appendAudit(tx, ctx, {
      action: renewed[0] ? "members.resend_invite" : "members.invite",
      targetId: invite.id,
      after: { email, role },
    });
    return { invite: toInvite(invite, "name" in ctx.actor ? ctx.actor.name : null), link: shown };
  });
}

async function refuseMember(tx: Tx, email: string): Promise<void> {
  // Row-level security shows fellow members only, so whoever is found is one.
  const member = await tx.user.findFirst({ where: { email }, select: { id: true } });
  if (!member) return;
  const reason = "is a member already";
  throw new AppError("already_member", `${email} ${reason}.`, [{ name: "email", reason }]);
}
