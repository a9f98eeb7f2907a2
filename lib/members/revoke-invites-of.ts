import "server-only";
import type { Tx } from "../db/client.ts";
import { type Role, roleMay } from "../permissions.ts";
import { openInvites } from "./invite-row.ts";

/**
 * Takes back the open invites of a person that they could not make any more in the role they have now (null: none);
 * they may have kept the links.
 */
export async function revokeInvitesOf(tx: Tx, orgId: string, userId: string, role: Role | null): Promise<void> {
  if (role !== null && roleMay(role, "orgs.own")) return;
  const mayInvite = role !== null && roleMay(role, "members.write");
  await tx.invite.updateMany({
    where: { orgId, invitedById: userId, ...openInvites, ...(mayInvite ? { role: "owner" as const } : {}) },
    data: { revokedAt: new Date() },
  });
}
