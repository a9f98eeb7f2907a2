import "server-only";
import { notifyAccess, notifyKeyAccess, notifyOrg } from "../bus/notify.ts";
import type { Ctx } from "../context.ts";
import type { Tx } from "../db/client.ts";
import { revokeInvitesOf } from "./revoke-invites-of.ts";

/**
 * A person is out, and so is what they left behind: their API keys, which must not come back to life if they are
 * invited again, and their open invites, whose links they may have kept. Open streams end with the commit.
 */
export async function endMembership(tx: Tx, ctx: Pick<Ctx, "org">, userId: string): Promise<void> {
  const orgId = ctx.org.id;
  await tx.member.deleteMany({ where: { orgId, userId } });
  const keys = await tx.apiKey.updateManyAndReturn({
    where: { orgId, createdById: userId, revokedAt: null },
    data: { revokedAt: new Date() },
    select: { id: true },
  });
  for (const { id } of keys) await notifyKeyAccess(tx, orgId, id);
  await revokeInvitesOf(tx, orgId, userId, null);
  await notifyAccess(tx, userId, orgId);
  await notifyOrg(tx, ctx, "members", userId);
  if (keys.length > 0) await notifyOrg(tx, ctx, "api-keys");
}
