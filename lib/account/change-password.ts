import "server-only";
import type { z } from "zod";
import { hashPassword } from "../auth/password.ts";
import { refuseWeakPassword } from "../auth/password-policy.ts";
import { revokeSessions } from "../auth/session.ts";
import { requireRecent } from "../context.ts";
import { withSystem } from "../db/system.ts";
import { checkPassword } from "./check-password.ts";
import type { ChangePassword } from "./schema.ts";
import { auditSelf, type Self } from "./self.ts";
import { tellSignInChanged } from "./tell.ts";

/**
 * Needs the present password or a recent sign-in; the first one of somebody without needs the latter. Every other
 * session ends: whoever knew the old password is out.
 */
export async function changePassword(
  self: Self,
  { currentPassword, newPassword }: z.output<typeof ChangePassword>,
): Promise<null> {
  const { id, email, sessionId, authenticatedAt } = self.person;
  if (currentPassword === undefined) requireRecent(authenticatedAt);
  else await checkPassword(id, currentPassword, "currentPassword");
  refuseWeakPassword(newPassword, { email, field: "newPassword" });
  const passwordHash = await hashPassword(newPassword);
  return withSystem(async (tx) => {
    await tx.user.update({ where: { id }, data: { passwordHash, passwordSetAt: new Date() } });
    const ended = await revokeSessions(tx, id, { exceptId: sessionId });
    await auditSelf(tx, self, "account.change_password", { after: { sessionsEnded: ended } });
    await tellSignInChanged(tx, self, "password_changed");
    return null;
  });
}
