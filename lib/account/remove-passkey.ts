import "server-only";
import { requireRecent } from "../context.ts";
import { withSystem } from "../db/system.ts";
import { notFound } from "../errors.ts";
import { auditSelf, type Self } from "./self.ts";
import { tellSignInChanged } from "./tell.ts";
import { requireWayIn } from "./way-in.ts";

/** Refused when it is the person's only way to sign in. */
export async function removePasskey(self: Self, id: string): Promise<null> {
  const userId = self.person.id;
  requireRecent(self.person.authenticatedAt);
  return withSystem(async (tx) => {
    const removed = await tx.passkey.findFirst({ where: { id, userId } });
    if (!removed) throw notFound("passkey");
    await tx.passkey.deleteMany({ where: { id, userId } });
    await requireWayIn(tx, userId);
    await auditSelf(tx, self, "account.passkey_removed", { before: { name: removed.name } });
    await tellSignInChanged(tx, self, "passkey_removed");
    return null;
  });
}
