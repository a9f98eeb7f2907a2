import "server-only";
import type { z } from "zod";
import { hashPassword } from "../auth/password.ts";
import { refuseWeakPassword } from "../auth/password-policy.ts";
import { withSystem } from "../db/system.ts";
import { isUniqueViolation } from "../db/unique-violation.ts";
import { AppError } from "../errors.ts";
import { newId } from "../id.ts";
import { lookAtInvite, useInvite } from "./open-invite.ts";
import type { AcceptedInvite, SignUpByInvite } from "./schema.ts";

/** Account and membership by one link. Throws `account_exists` when the address has an account: sign in, then accept. */
export async function signUpByInvite(
  { token, name, password }: z.output<typeof SignUpByInvite>,
  requestId: string,
): Promise<AcceptedInvite> {
  const { email, hasAccount } = await lookAtInvite(token);
  const exists = () => new AppError("account_exists", "This address has an account. Sign in to accept.");
  if (hasAccount) throw exists();
  refuseWeakPassword(password, { email, field: "password" });
  const passwordHash = await hashPassword(password);
  const id = newId("user");
  try {
    return await withSystem(async (tx) => {
      await tx.user.create({ data: { id, email, name, passwordHash, passwordSetAt: new Date() } });
      return useInvite(tx, { token, requestId }, { id, name, email });
    });
  } catch (error) {
    // Somebody made this account between the look and the insert: by the same link, or by another organization's.
    if (isUniqueViolation(error)) throw exists();
    throw error;
  }
}
