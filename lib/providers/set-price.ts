import "server-only";
import type { z } from "zod";
import type { Ctx } from "../context.ts";
import { notFound } from "../errors.ts";
import { catalogModel, listPrices } from "../prices/catalog.ts";
import { fillRates } from "../prices/fill-rates.ts";
import { priceOf } from "../prices/price-hash.ts";
import type { StoredModel } from "../prices/stored-model.ts";
import type { PriceSchedule } from "../protocol/price.ts";
import { ProviderKind } from "../protocol/provider-kind.ts";
import { changePrices } from "./change-prices.ts";
import type { ManualPrice, Provider, SetModelPrice } from "./schema.ts";

/** A price typed by a person, for a model the book does not know or knows wrongly; or the book's own again. */
export async function setModelPrice(
  ctx: Ctx,
  providerId: string,
  { modelId, price, maxOutputTokens }: z.output<typeof SetModelPrice>,
): Promise<Provider> {
  return changePrices(ctx, providerId, { action: "providers.set_price", reason: "manual" }, (row, { models }) => {
    const place = { kind: ProviderKind.parse(row.kind), baseUrl: row.baseUrl };
    const stored = models.find((candidate) => candidate.id === modelId);
    // What boxes find on local servers is stored from the moment somebody prices it.
    const model = stored ?? (place.kind === "local" ? catalogModel(place, modelId) : null);
    if (!model) throw notFound("model of this provider");
    const next = price ? manual(model, price) : fromBook(listPrices(place, model.basedOn ?? model.id));
    const changed = { ...model, ...next, maxOutputTokens };
    return {
      models: stored ? models.map((candidate) => (candidate === stored ? changed : candidate)) : [...models, changed],
      before: { modelId, priceHash: newestHash(model) },
      after: { modelId, priceHash: newestHash(changed), maxOutputTokens },
    };
  });
}

type Prices = Pick<StoredModel, "listPrices" | "priceSource">;

function manual(model: StoredModel, price: ManualPrice): Prices {
  const { inputNanosPerMillion: input, outputNanosPerMillion: output, cacheReadNanosPerMillion: cacheRead } = price;
  const { cacheWriteNanosPerMillion: cacheWrite5m, reasoningNanosPerMillion: reasoning } = price;
  const rates = fillRates({ input, output, cacheRead, cacheWrite5m, reasoning });
  const fees = { requestNanos: price.requestNanos ?? 0n, webSearchNanos: 0n };
  const fromMs = price.from === undefined ? 0 : Date.parse(price.from);
  const point = { fromMs, daily: null, price: priceOf({ tiers: [{ aboveInputTokens: 0, rates }], ...fees }) };
  // A price that begins later leaves what is in force until then; one that begins now replaces everything.
  const kept: PriceSchedule =
    fromMs === 0 ? [] : model.listPrices.filter((earlier) => earlier.fromMs < fromMs).slice(-31);
  return { listPrices: [...kept, point], priceSource: "manual" };
}

function fromBook(prices: PriceSchedule | null): Prices {
  return { listPrices: prices ?? [], priceSource: prices ? "book" : "none" };
}

function newestHash(model: StoredModel): string | null {
  return model.listPrices.at(-1)?.price.hash ?? null;
}
