import "server-only";
import { appendAudit } from "../audit/append.ts";
import { notifyOrg } from "../bus/notify.ts";
import { bumpConfigRevision } from "../configs/bump-revision.ts";
import { type Ctx, requirePermission, requireRecentSignIn } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { notFound } from "../errors.ts";
import type { PriceReason } from "../prices/reasons.ts";
import { recordPrices } from "../prices/record.ts";
import type { StoredModel } from "../prices/stored-model.ts";
import { modelsJson, storedModels } from "./models.ts";
import { readProvider } from "./read.ts";
import type { Provider } from "./schema.ts";

type Row = { name: string; kind: string; baseUrl: string; models: unknown; discountBasisPoints: number };
type Facts = Record<string, string | number | null>;
type Change = {
  models: StoredModel[];
  discountBasisPoints: number;
  /** For the audit. */
  before: Facts;
  after: Facts;
};

/** Every change of what a connection's models cost: the connection, the price book's next version, the audit, together. */
export async function changePrices(
  ctx: Ctx,
  providerId: string,
  { action, reason }: { action: string; reason: PriceReason },
  change: (row: Row, models: StoredModel[]) => Change,
): Promise<Provider> {
  requirePermission(ctx, "providers.write");
  // A lower price lets more real money through the same cap.
  requireRecentSignIn(ctx);
  return withOrg(ctx, async (tx) => {
    const [row] = await tx.$queryRaw<Row[]>`
      select name, kind, base_url as "baseUrl", models, discount_basis_points as "discountBasisPoints"
      from provider_connection where id = ${providerId} and deleted_at is null for update`;
    if (!row) throw notFound("provider");
    const models = storedModels(row.models);
    const next = change(row, models);
    await tx.providerConnection.updateMany({
      where: { orgId: ctx.org.id, id: providerId },
      data: { models: modelsJson(next.models), discountBasisPoints: next.discountBasisPoints },
    });
    await bumpConfigRevision(tx, ctx);
    const before = { models, discountBasisPoints: row.discountBasisPoints };
    await recordPrices(tx, ctx, reason, [{ id: providerId, name: row.name, before, after: next }]);
    await notifyOrg(tx, ctx, "providers");
    await appendAudit(tx, ctx, { action, targetId: providerId, before: next.before, after: next.after });
    return readProvider(tx, ctx.org.id, providerId);
  });
}
