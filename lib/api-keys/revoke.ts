import "server-only";
import { appendAudit } from "../audit/append.ts";
import { notifyKeyAccess, notifyOrg } from "../bus/notify.ts";
import { actorMay, type Ctx, personBehind, requirePermission } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { AppError, notFound } from "../errors.ts";

/** One's own, or with `api-keys.manage` anyone's. Refused from the commit on; its open streams end. */
export async function revokeApiKey(ctx: Ctx, keyId: string): Promise<null> {
  const { actor } = ctx;
  if (actor.kind === "apiKey") throw new AppError("people_only", "API keys are revoked by people, not by API keys.");
  requirePermission(ctx, "api-keys.write");
  const mine = actorMay(actor, "api-keys.manage") ? {} : { createdById: personBehind(actor) ?? "" };
  return withOrg(ctx, async (tx) => {
    const [row] = await tx.apiKey.updateManyAndReturn({
      where: { orgId: ctx.org.id, id: keyId, revokedAt: null, ...mine },
      data: { revokedAt: new Date() },
      select: { name: true },
    });
    if (!row) throw notFound("API key");
    await notifyKeyAccess(tx, ctx.org.id, keyId);
    await notifyOrg(tx, ctx, "api-keys", keyId);
    await appendAudit(tx, ctx, { action: "api-keys.revoke", targetId: keyId, before: { name: row.name } });
    return null;
  });
}
