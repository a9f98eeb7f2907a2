import "server-only";
import { appendAudit } from "../audit/append.ts";
import { notifyOrg } from "../bus/notify.ts";
import { bumpConfigRevision } from "../configs/bump-revision.ts";
import { type Ctx, requirePermission, requireRecentSignIn } from "../context.ts";
import { type Tx, withOrg } from "../db/client.ts";
import { readDiscounts } from "../discounts/read.ts";
import type { PriceDiscount } from "../discounts/schema.ts";
import { notFound } from "../errors.ts";
import type { PriceReason } from "../prices/reasons.ts";
import { recordPrices } from "../prices/record.ts";
import type { StoredModel } from "../prices/stored-model.ts";
import { modelsJson, storedModels } from "./models.ts";
import { readProvider } from "./read.ts";
import type { Provider } from "./schema.ts";

type Row = { name: string; kind: string; baseUrl: string; models: unknown };
type Facts = Record<string, string | number | null>;
type Prices = { models: StoredModel[]; discounts: PriceDiscount[] };
/** What is left out stays as it is. For the audit: what `before` and `after` say of `targetId`, else of the provider. */
type Change = Partial<Prices> & { targetId?: string; before?: Facts; after?: Facts };

/** Every change of what a connection's models cost: the connection, the price book's next version, the audit, together. */
export async function changePrices(
  ctx: Ctx,
  providerId: string,
  { action, reason }: { action: string; reason: PriceReason },
  change: (row: Row, prices: Prices, tx: Tx) => Change | Promise<Change>,
): Promise<Provider> {
  requirePermission(ctx, "providers.write");
  // A lower price lets more real money through the same cap.
  requireRecentSignIn(ctx);
  await withOrg(ctx, async (tx) => {
    const [row] = await tx.$queryRaw<Row[]>`
      select name, kind, base_url as "baseUrl", models
      from provider_connection where id = ${providerId} and deleted_at is null for update`;
    if (!row) throw notFound("provider");
    const discounts = (await readDiscounts(tx, ctx.org.id, providerId))(providerId);
    const before = { models: storedModels(row.models), discounts };
    const { targetId = providerId, before: was, after: is, ...next } = await change(row, before, tx);
    if (next.models) {
      const data = { models: modelsJson(next.models) };
      await tx.providerConnection.updateMany({ where: { orgId: ctx.org.id, id: providerId }, data });
    }
    await bumpConfigRevision(tx, ctx);
    const after = { ...before, ...next };
    await recordPrices(tx, ctx, reason, [{ id: providerId, name: row.name, before, after }]);
    await notifyOrg(tx, ctx, "providers");
    await appendAudit(tx, ctx, { action, targetId, ...(was ? { before: was } : {}), ...(is ? { after: is } : {}) });
  });
  return readProvider(ctx, providerId);
}
