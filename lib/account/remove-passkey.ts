import "server-only";
import { requireRecent } from "../context.ts";
import { withSystem } from "../db/system.ts";
import { AppError, notFound } from "../errors.ts";
import { auditSelf, type Self } from "./self.ts";
import { tellSignInChanged } from "./tell.ts";

/** Refused when it is the person's only way to sign in. */
export async function removePasskey(self: Self, id: string): Promise<null> {
  const userId = self.person.id;
  requireRecent(self.person.authenticatedAt);
  return withSystem(async (tx) => {
    // The row is locked, so that two removals at once do not both find the other's passkey still there.
    await tx.$queryRaw`select id from app_user where id = ${userId} for update`;
    const removed = await tx.passkey.findFirst({ where: { id, userId } });
    if (!removed) throw notFound("passkey");
    await tx.passkey.deleteMany({ where: { id, userId } });
    const others = { OR: [{ passwordHash: { not: null } }, { passkeys: { some: {} } }, { identities: { some: {} } }] };
    if ((await tx.user.count({ where: { id: userId, ...others } })) === 0) {
      throw new AppError("last_sign_in_method", "This is the only way to sign in. Set a password first.");
    }
    await auditSelf(tx, self, "account.passkey_removed", { before: { name: removed.name } });
    await tellSignInChanged(tx, self, "passkey_removed");
    return null;
  });
}
