import "server-only";
import type { Actor } from "../context.ts";
import type { Tx } from "../db/client.ts";
import { type AuditFact, appendAudit } from "./append.ts";

interface About {
  person: { id: string; name: string };
  /** Nobody: somebody who was not let in tried to be this person. */
  by: "self" | "nobody";
  requestId: string;
}

/**
 * What a person does to their own account, and every sign-in, concerns each organization they are in: one row in every
 * chain, in one order, so that two of these never wait for each other.
 */
export async function appendAuditForPerson(
  tx: Tx,
  { person, by, requestId }: About,
  fact: Omit<AuditFact, "targetId">,
): Promise<void> {
  const memberships = await tx.member.findMany({
    where: { userId: person.id, org: { deletedAt: null } },
    orderBy: { orgId: "asc" },
  });
  for (const { orgId, role } of memberships) {
    const actor: Actor =
      by === "self" ? { kind: "user", userId: person.id, name: person.name, role } : { kind: "anonymous" };
    await appendAudit(tx, { org: { id: orgId }, actor, requestId }, { ...fact, targetId: person.id });
  }
}
