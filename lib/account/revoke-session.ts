import "server-only";
import { revokeSessions } from "../auth/session.ts";
import { withSystem } from "../db/system.ts";
import { notFound } from "../errors.ts";
import { auditSelf, type Self } from "./self.ts";

/** Signs the person out of one browser, at once. Somebody else's session answers like one that does not exist. */
export async function revokeOwnSession(self: Self, sessionId: string): Promise<null> {
  return withSystem(async (tx) => {
    if ((await revokeSessions(tx, self.person.id, { id: sessionId })) === 0) throw notFound("session");
    await auditSelf(tx, self, "sessions.revoke", { before: { sessionId } });
    return null;
  });
}

/** Signs the person out of every browser but this one. */
export async function revokeOtherSessions(self: Self): Promise<null> {
  return withSystem(async (tx) => {
    const count = await revokeSessions(tx, self.person.id, { exceptId: self.person.sessionId });
    if (count > 0) await auditSelf(tx, self, "sessions.revoke", { before: { others: count } });
    return null;
  });
}
