import "server-only";
import type { z } from "zod";
import { appendAuditForPerson } from "../audit/append-for-person.ts";
import { findOneTimeToken, takeOneTimeToken } from "../auth/one-time-token.ts";
import { hashPassword } from "../auth/password.ts";
import { refuseWeakPassword } from "../auth/password-policy.ts";
import { revokeSessions } from "../auth/session.ts";
import { system, withSystem } from "../db/system.ts";
import { AppError } from "../errors.ts";
import type { ResetPassword } from "./schema.ts";
import type { Self } from "./self.ts";
import { tellSignInChanged } from "./tell.ts";

function refused(): AppError {
  return new AppError("link_invalid", "This link was used or replaced, or has expired. Ask for a new one.");
}

/**
 * Sets a new password by the link from the mail and ends every session. A weak password does not use the link up. The
 * second factor stays: a mailbox alone must not open an account that asks for more.
 */
export async function resetPassword(
  by: Omit<Self, "person">,
  { token, password }: z.output<typeof ResetPassword>,
): Promise<null> {
  const owner = await findOneTimeToken("password-reset", token);
  const user = owner && (await system().user.findUnique({ where: { id: owner.userId } }));
  if (!user) throw refused();
  refuseWeakPassword(password, { email: user.email, field: "password" });
  const passwordHash = await hashPassword(password);
  return withSystem(async (tx) => {
    if (!(await takeOneTimeToken(tx, "password-reset", token))) throw refused();
    await tx.user.update({ where: { id: user.id }, data: { passwordHash, passwordSetAt: new Date() } });
    const ended = await revokeSessions(tx, user.id, {});
    // The link from the mailbox proves the person as a sign-in would.
    const about = { person: user, by: "self" as const, requestId: by.requestId };
    const after = { sessionsEnded: ended, address: by.address };
    await appendAuditForPerson(tx, about, { action: "account.reset_password", after });
    await tellSignInChanged(tx, { ...by, person: user }, "password_reset");
    return null;
  });
}
