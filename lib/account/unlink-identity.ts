import "server-only";
import { identityKey } from "../auth/identity-providers.ts";
import { requireRecent } from "../context.ts";
import { withSystem } from "../db/system.ts";
import { notFound } from "../errors.ts";
import { auditSelf, type Self } from "./self.ts";
import { tellSignInChanged } from "./tell.ts";
import { requireWayIn } from "./way-in.ts";

/** Refused when it is the person's only way to sign in. */
export async function unlinkIdentity(self: Self, providerId: string): Promise<null> {
  const userId = self.person.id;
  requireRecent(self.person.authenticatedAt);
  return withSystem(async (tx) => {
    const removed = await tx.identity.deleteMany({ where: { userId, provider: identityKey(providerId) } });
    if (removed.count === 0) throw notFound("identity");
    await requireWayIn(tx, userId);
    await auditSelf(tx, self, "account.identity_unlinked", { before: { provider: providerId } });
    await tellSignInChanged(tx, self, "identity_unlinked");
    return null;
  });
}
