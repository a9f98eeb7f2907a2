import "server-only";
import { orgFields } from "../auth/membership.ts";
import type { Tx } from "../db/client.ts";
import { system } from "../db/system.ts";
import { AppError } from "../errors.ts";
import { tokenHash } from "../secrets/token.ts";
import { openInvites } from "./invite-row.ts";
import { joinOrg } from "./join.ts";
import type { AcceptedInvite, InviteLook } from "./schema.ts";

/** One answer for an unknown, used, revoked, replaced and expired link, and for a deleted organization. */
function refused(): AppError {
  return new AppError("link_invalid", "This invite was used, taken back or replaced, or has expired.");
}

const works = (token: string) => ({
  tokenHash: tokenHash(token, "invite"),
  ...openInvites,
  expiresAt: { gt: new Date() },
  org: { deletedAt: null },
});

/** What the link is for. The token proves that its bearer reads that mailbox, or was handed the link by an inviter. */
export async function lookAtInvite(token: string): Promise<InviteLook> {
  const invite = await system().invite.findFirst({ where: works(token), include: { org: orgFields } });
  if (!invite) throw refused();
  const { email, role, org } = invite;
  const account = await system().user.findUnique({ where: { email }, select: { id: true } });
  return { orgName: org.name, role, email, hasAccount: account !== null };
}

/**
 * Uses the invite up and makes the membership. The update of the one row decides: whoever comes second finds it used.
 * Throws `link_invalid`, and `wrong_account` when the link is for another address.
 */
export async function useInvite(
  tx: Tx,
  { token, requestId }: { token: string; requestId: string },
  person: { id: string; name: string; email: string },
): Promise<AcceptedInvite> {
  const [used] = await tx.invite.updateManyAndReturn({ where: works(token), data: { acceptedAt: new Date() } });
  if (!used) throw refused();
  const { orgId, email } = used;
  if (email !== person.email) {
    throw new AppError("wrong_account", `This invite is for ${email}, and you are signed in as ${person.email}.`);
  }
  const org = await tx.org.findFirst({ where: { id: orgId, deletedAt: null }, select: orgFields.select });
  if (!org) throw refused();
  const existing = await tx.member.findFirst({ where: { orgId, userId: person.id } });
  if (existing) throw new AppError("already_member", "You are a member already.");
  await joinOrg(tx, person, used, requestId);
  return { slug: org.slug, email };
}
