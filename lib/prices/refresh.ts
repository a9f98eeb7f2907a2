import "server-only";
import { appendAudit } from "../audit/append.ts";
import { notifyOrg } from "../bus/notify.ts";
import { bumpConfigRevision } from "../configs/bump-revision.ts";
import type { Ctx, OrgRef } from "../context.ts";
import { withOrg } from "../db/client.ts";
import { system } from "../db/system.ts";
import { readDiscounts } from "../discounts/read.ts";
import { log } from "../log.ts";
import { ProviderKind } from "../protocol/provider-kind.ts";
import { modelsJson, storedModels } from "../providers/models.ts";
import { bookEdition, type CatalogPlace, catalogModel } from "./catalog.ts";
import { canonicalText } from "./price-hash.ts";
import { recordPrices } from "./record.ts";
import type { StoredModel } from "./stored-model.ts";

/** Job `prices.refresh`: every organization takes over what the built-in book of this console says. */
export async function refreshPrices(): Promise<void> {
  const orgs = await system().org.findMany({
    where: { deletedAt: null, connections: { some: { deletedAt: null } } },
    select: { id: true, slug: true, name: true, timezone: true },
    orderBy: { id: "asc" },
  });
  for (const org of orgs) {
    const count = await refreshOrg(org);
    if (count > 0) log.info({ orgId: org.id, models: count, edition: bookEdition }, "took over the built-in book");
  }
}

type Row = { id: string; name: string; kind: string; baseUrl: string; models: unknown };

/**
 * One transaction, one version at most: the rows are locked before they are compared, so of two workers the second finds
 * nothing left to do. Returns how many models changed.
 */
async function refreshOrg(org: OrgRef): Promise<number> {
  const ctx: Ctx = { org, actor: { kind: "job", job: "prices.refresh" }, requestId: "prices.refresh" };
  return withOrg(ctx, async (tx) => {
    const rows = await tx.$queryRaw<Row[]>`
      select id, name, kind, base_url as "baseUrl", models
      from provider_connection where org_id = ${org.id} and deleted_at is null order by id for update`;
    const changed = rows
      .map((row) => {
        const models = storedModels(row.models);
        const place = { kind: ProviderKind.parse(row.kind), baseUrl: row.baseUrl };
        return { row, models, next: models.map((model) => fromBook(place, model)) };
      })
      .filter(({ models, next }) => next.some((model, index) => isChanged(model, models[index])));
    if (changed.length === 0) return 0;
    for (const { row, next } of changed) {
      await tx.providerConnection.updateMany({
        where: { orgId: org.id, id: row.id },
        data: { models: modelsJson(next) },
      });
    }
    await bumpConfigRevision(tx, ctx);
    const discountsOf = await readDiscounts(tx, org.id);
    const repriced = changed.map(({ row: { id, name }, models, next }) => ({
      id,
      name,
      before: { models, discounts: discountsOf(id) },
      after: { models: next, discounts: discountsOf(id) },
    }));
    await recordPrices(tx, ctx, "book", repriced);
    await notifyOrg(tx, ctx, "providers");
    const models = changed.flatMap((part) => part.next.filter((model, index) => isChanged(model, part.models[index])));
    const after = { edition: bookEdition, models: models.length };
    await appendAudit(tx, ctx, { action: "providers.refresh_prices", after });
    return models.length;
  });
}

function isChanged(model: StoredModel, earlier: StoredModel | undefined): boolean {
  return model !== earlier && canonicalText(model) !== canonicalText(earlier ?? null);
}

/**
 * What a person typed stays, and so does a price that the book once had and no longer knows: without one, calls under a
 * hard cap would be refused. Limits and abilities are only filled in where nobody knew them; the longest answer is a
 * person's to set.
 */
function fromBook(place: CatalogPlace, model: StoredModel): StoredModel {
  if (model.priceSource === "manual") return model;
  const book = catalogModel(place, model.id, model.basedOn);
  const { listPrices, priceSource } = book.priceSource === "book" ? book : model;
  return {
    ...model,
    listPrices,
    priceSource,
    contextTokens: model.contextTokens ?? book.contextTokens,
    abilities: {
      tools: model.abilities.tools ?? book.abilities.tools,
      vision: model.abilities.vision ?? book.abilities.vision,
      json: model.abilities.json ?? book.abilities.json,
    },
  };
}
