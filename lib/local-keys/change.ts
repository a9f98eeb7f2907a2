import "server-only";
import { appendAudit } from "../audit/append.ts";
import { notifyOrg } from "../bus/notify.ts";
import { bumpConfigRevision } from "../configs/bump-revision.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { notFound } from "../errors.ts";
import { limitColumns, limitFacts, toLocalKey } from "./local-key-row.ts";
import type { ChangeLocalKey, LocalKey } from "./schema.ts";

/** What the key may do from now on; boxes hold to it as soon as they have their next document. */
export async function changeLocalKey(ctx: Ctx, keyId: string, limits: ChangeLocalKey): Promise<LocalKey> {
  requirePermission(ctx, "local-keys.write");
  return withOrg(ctx, async (tx) => {
    const where = { orgId: ctx.org.id, id: keyId, revokedAt: null };
    const before = await tx.localKey.findFirst({ where });
    const [row] = before ? await tx.localKey.updateManyAndReturn({ where, data: limitColumns(limits) }) : [];
    if (!before || !row) throw notFound("key");
    const key = toLocalKey(row);
    await bumpConfigRevision(tx, ctx);
    await notifyOrg(tx, ctx, "local-keys");
    await appendAudit(tx, ctx, {
      action: "local-keys.change",
      targetId: keyId,
      before: { name: key.name, ...limitFacts(toLocalKey(before)) },
      after: { name: key.name, ...limitFacts(key) },
    });
    return key;
  });
}
