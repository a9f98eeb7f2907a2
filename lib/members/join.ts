import "server-only";
import { randomUUID } from "node:crypto";
import { appendAudit } from "../audit/append.ts";
import { notifyOrg } from "../bus/notify.ts";
import type { Tx } from "../db/client.ts";
import type { Role } from "../permissions.ts";
import { openInvites } from "./invite-row.ts";

interface Joining {
  id: string;
  name: string;
  email: string;
}

/** Makes the membership of an invite that was just used up by `person`. */
export async function joinOrg(
  tx: Tx,
  person: Joining,
  invite: { id: string; orgId: string; role: Role },
  requestId: string,
): Promise<void> {
  const { id, orgId, role } = invite;
  await tx.member.create({ data: { orgId, userId: person.id, role } });
  const actor = { kind: "user" as const, userId: person.id, name: person.name, role };
  const ctx = { org: { id: orgId }, actor, requestId };
  await notifyOrg(tx, ctx, "members", person.id);
  await appendAudit(tx, ctx, { action: "members.accept", targetId: id, after: { email: person.email, role } });
}

/**
 * Uses every open invite for the address of a new person whose address an identity provider has just proven. In a
 * system transaction. Returns how many organizations they joined.
 */
export async function joinByInvites(tx: Tx, person: Joining): Promise<number> {
  const used = await tx.invite.updateManyAndReturn({
    where: { email: person.email, ...openInvites, expiresAt: { gt: new Date() }, org: { deletedAt: null } },
    data: { acceptedAt: new Date() },
  });
  // In one order, so that two of these never wait for each other's chains.
  for (const invite of used.toSorted((a, b) => (a.orgId < b.orgId ? -1 : 1))) {
    await joinOrg(tx, person, invite, randomUUID());
  }
  return used.length;
}
