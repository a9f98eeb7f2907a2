import "server-only";
import type { Prisma } from "../db/client.ts";
import { basisPointsAt, type DiscountRule, discountSteps } from "../discounts/timeline.ts";
import { stringifyWire } from "../money.ts";
import { offeredModel } from "../prices/catalog.ts";
import { StoredModel } from "../prices/stored-model.ts";
import type { OfferedModel } from "./schema.ts";

export function storedModels(json: unknown): StoredModel[] {
  return StoredModel.array().parse(json);
}

export function modelsJson(models: readonly StoredModel[]): Prisma.InputJsonArray {
  return JSON.parse(stringifyWire(models));
}

/** A stored model as pages see it at a moment. */
export function shownModel(
  model: StoredModel,
  discounts: readonly DiscountRule[],
  { nowMs, isDiscovered = false }: { nowMs: number; isDiscovered?: boolean },
): OfferedModel {
  const { listPrices, priceSource } = model;
  const discountBasisPoints = basisPointsAt(discountSteps(model, discounts), nowMs);
  return { ...offeredModel(model, discounts), listPrices, priceSource, discountBasisPoints, isDiscovered };
}
