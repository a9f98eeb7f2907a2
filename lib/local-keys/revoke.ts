import "server-only";
import { appendAudit } from "../audit/append.ts";
import { notifyOrg } from "../bus/notify.ts";
import { bumpConfigRevision } from "../configs/bump-revision.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { notFound } from "../errors.ts";

/** Boxes refuse the key as soon as they have their next document. */
export async function revokeLocalKey(ctx: Ctx, keyId: string): Promise<null> {
  requirePermission(ctx, "local-keys.write");
  return withOrg(ctx, async (tx) => {
    const [row] = await tx.localKey.updateManyAndReturn({
      where: { orgId: ctx.org.id, id: keyId, revokedAt: null },
      data: { revokedAt: new Date() },
    });
    if (!row) throw notFound("key");
    await bumpConfigRevision(tx, ctx);
    await notifyOrg(tx, ctx, "local-keys");
    await appendAudit(tx, ctx, { action: "local-keys.revoke", targetId: keyId, before: { name: row.name } });
    return null;
  });
}
