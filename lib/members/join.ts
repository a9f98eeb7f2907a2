import "server-only";
import { randomUUID } from "node:crypto";
import { appendAudit } from "../audit/append.ts";
import { notifyOrg } from "../bus/notify.ts";
import type { Tx } from "../db/client.ts";

/**
 * Accepts every open invite for the address of a person whose address was just proven. In a system transaction.
 * Returns how many organizations they joined.
 */
export async function joinByInvites(tx: Tx, user: { id: string; name: string; email: string }): Promise<number> {
  const invites = await tx.invite.findMany({
    where: {
      email: user.email,
      acceptedAt: null,
      revokedAt: null,
      expiresAt: { gt: new Date() },
      org: { deletedAt: null },
    },
    orderBy: { orgId: "asc" },
  });
  let joined = 0;
  for (const { id, orgId, role } of invites) {
    const taken = await tx.invite.updateMany({
      where: { id, acceptedAt: null, revokedAt: null },
      data: { acceptedAt: new Date() },
    });
    if (taken.count === 0) continue;
    await tx.member.create({ data: { orgId, userId: user.id, role } });
    const actor = { kind: "user" as const, userId: user.id, name: user.name, role };
    await appendAudit(
      tx,
      { org: { id: orgId }, actor, requestId: randomUUID() },
      { action: "members.accept", targetId: user.id, after: { role, email: user.email } },
    );
    await notifyOrg(tx, { org: { id: orgId } }, "members");
    joined += 1;
  }
  return joined;
}
