import "server-only";
import type { Actor } from "../context.ts";
import type { Tx } from "../db/client.ts";
import { type AuditFact, appendAudit } from "./append.ts";

/**
 * What a person does to their own account, and every sign-in, concerns each organization they are in: one row in every
 * chain, in one order, so that two of these never wait for each other.
 */
export async function appendAuditForPerson(
  tx: Tx,
  userId: string,
  { actor, requestId }: { actor: Actor; requestId: string },
  fact: Omit<AuditFact, "targetId">,
): Promise<void> {
  const memberships = await tx.member.findMany({
    where: { userId, org: { deletedAt: null } },
    orderBy: { orgId: "asc" },
  });
  for (const { orgId, role } of memberships) {
    const inOrg: Actor = actor.kind === "user" ? { ...actor, role } : actor;
    await appendAudit(tx, { org: { id: orgId }, actor: inOrg, requestId }, { ...fact, targetId: userId });
  }
}
