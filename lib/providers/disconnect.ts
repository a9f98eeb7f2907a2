import "server-only";
import { appendAudit } from "../audit/append.ts";
import { notifyOrg } from "../bus/notify.ts";
import { bumpConfigRevision } from "../configs/bump-revision.ts";
import { type Ctx, requirePermission } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { readDiscounts } from "../discounts/read.ts";
import { notFound } from "../errors.ts";
import { recordPrices } from "../prices/record.ts";
import { storedModels } from "./models.ts";

/** Boxes forget the provider with their next document; its stored keys are destroyed now. */
export async function disconnectProvider(ctx: Ctx, providerId: string): Promise<null> {
  requirePermission(ctx, "providers.write");
  return withOrg(ctx, async (tx) => {
    const [row] = await tx.providerConnection.updateManyAndReturn({
      where: { orgId: ctx.org.id, id: providerId, deletedAt: null },
      data: { deletedAt: new Date() },
    });
    if (!row) throw notFound("provider");
    await tx.providerKey.deleteMany({ where: { orgId: ctx.org.id, connectionId: providerId } });
    await bumpConfigRevision(tx, ctx);
    const before = {
      models: storedModels(row.models),
      discounts: (await readDiscounts(tx, ctx.org.id, row.id))(row.id),
    };
    await recordPrices(tx, ctx, "disconnect", [{ id: row.id, name: row.name, before, after: null }]);
    await notifyOrg(tx, ctx, "providers");
    await appendAudit(tx, ctx, { action: "providers.disconnect", targetId: providerId, before: { name: row.name } });
    return null;
  });
}
