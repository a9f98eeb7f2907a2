import "server-only";
import { appendAudit } from "../audit/append.ts";
import { notifyAccess, notifyAllBoxes, notifyKeyAccess } from "../bus/notify.ts";
import { type Ctx, requirePermission, requireRecentSignIn } from "../context.ts";
import { Prisma, type Tx, withOrg } from "../db/client.ts";
import { AppError, notFound } from "../errors.ts";
import { presumedAtOnce, presumeLeases } from "../leases/presume.ts";
import { openInvites } from "../members/invite-row.ts";
import { countEffects } from "./read.ts";

/**
 * For good: boxes are refused, nobody belongs to it, no secret of it can be opened again. Audit and usage stay, under a
 * slug that frees the old one. `typedName` must be the organization's present name.
 */
export async function deleteOrg(ctx: Ctx, typedName: string): Promise<null> {
  requirePermission(ctx, "orgs.own");
  requireRecentSignIn(ctx);
  const orgId = ctx.org.id;
  return withOrg(ctx, async (tx) => {
    // Every change of configuration updates this row, so whoever comes after finds it deleted (bump-revision.ts).
    const [org] = await tx.$queryRaw<{ name: string; slug: string }[]>`
      select name, slug from org where id = ${orgId} and deleted_at is null for update`;
    if (!org) throw notFound("organization");
    if (typedName.trim() !== org.name) {
      const reason = "is not the organization's name";
      throw new AppError("invalid_input", `name: ${reason}`, [{ name: "name", reason }]);
    }
    const effects = await countEffects(tx, orgId);
    const now = new Date();
    await stopBoxes(tx, orgId, now);
    await shredSecrets(tx, orgId, now);
    await dismissPeople(tx, orgId, now);
    await tx.org.updateMany({
      where: { id: orgId },
      data: {
        slug: `deleted-${orgId.slice("org_".length)}`,
        deletedAt: now,
        dataKey: Prisma.DbNull,
        signingSecret: {},
      },
    });
    await appendAudit(tx, ctx, { action: "orgs.delete", targetId: orgId, before: { ...org, ...effects } });
    return null;
  });
}

/** As lib/boxes/decommission.ts does for one: refused from the commit on, and what they hold counts as spent. */
async function stopBoxes(tx: Tx, orgId: string, now: Date): Promise<void> {
  await tx.box.updateMany({
    where: { orgId, status: "active" },
    data: {
      status: "decommissioned",
      decommissionedAt: now,
      presence: "offline",
      presenceReason: "decommissioned",
      sessionId: null,
    },
  });
  while ((await presumeLeases(tx, { orgId })) === presumedAtOnce);
  await notifyAllBoxes(tx, orgId, "bye");
}

async function shredSecrets(tx: Tx, orgId: string, now: Date): Promise<void> {
  const keys = await tx.apiKey.updateManyAndReturn({
    where: { orgId, revokedAt: null },
    data: { revokedAt: now },
    select: { id: true },
  });
  for (const { id } of keys) await notifyKeyAccess(tx, orgId, id);
  await tx.localKey.updateMany({ where: { orgId, revokedAt: null }, data: { revokedAt: now } });
  await tx.providerKey.deleteMany({ where: { orgId } });
  await tx.providerConnection.updateMany({ where: { orgId, deletedAt: null }, data: { deletedAt: now } });
}

/** Invites first: an acceptance that is under way is either seen among the members or finds its invite gone. */
async function dismissPeople(tx: Tx, orgId: string, now: Date): Promise<void> {
  await tx.invite.updateMany({ where: { orgId, ...openInvites }, data: { revokedAt: now } });
  const members = await tx.member.findMany({ where: { orgId }, select: { userId: true } });
  for (const { userId } of members) await notifyAccess(tx, userId, orgId);
  await tx.member.deleteMany({ where: { orgId } });
}
