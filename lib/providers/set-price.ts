import "server-only";
import type { z } from "zod";
import { appendAudit } from "../audit/append.ts";
import { notifyOrg } from "../bus/notify.ts";
import { bumpConfigRevision } from "../configs/bump-revision.ts";
import { type Ctx, requirePermission, requireRecentSignIn } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { notFound } from "../errors.ts";
import { priceOf } from "../prices/catalog.ts";
import { ProviderModel } from "../protocol/config.ts";
import { modelsJson } from "./connect.ts";
import { readProvider } from "./read.ts";
import type { Provider, SetModelPrice } from "./schema.ts";

/** A price typed by a person, for a model the book does not know or knows wrongly. Cached input counts in full. */
export async function setModelPrice(
  ctx: Ctx,
  providerId: string,
  input: z.output<typeof SetModelPrice>,
): Promise<Provider> {
  requirePermission(ctx, "providers.write");
  // A lower price lets more real money through the same cap.
  requireRecentSignIn(ctx);
  return withOrg(ctx, async (tx) => {
    const [row] = await tx.$queryRaw<{ models: unknown }[]>`
      select models from provider_connection where id = ${providerId} and deleted_at is null for update`;
    if (!row) throw notFound("provider");
    const models = ProviderModel.array().parse(row.models);
    const model = models.find((candidate) => candidate.id === input.modelId);
    if (!model) throw notFound("model of this provider");
    const { inputNanosPerMillion, outputNanosPerMillion } = input.price;
    const before = { modelId: model.id, priceHash: model.price?.hash ?? null };
    model.price = priceOf([
      {
        aboveInputTokens: 0,
        inputNanosPerMillion,
        cacheReadNanosPerMillion: inputNanosPerMillion,
        outputNanosPerMillion,
      },
    ]);
    model.maxOutputTokens = input.maxOutputTokens;
    await tx.providerConnection.updateMany({
      where: { orgId: ctx.org.id, id: providerId },
      data: { models: modelsJson(models) },
    });
    await bumpConfigRevision(tx, ctx);
    await notifyOrg(tx, ctx, "providers");
    const after = { modelId: model.id, priceHash: model.price.hash, maxOutputTokens: model.maxOutputTokens };
    await appendAudit(tx, ctx, { action: "providers.set_price", targetId: providerId, before, after });
    return readProvider(tx, ctx.org.id, providerId);
  });
}
