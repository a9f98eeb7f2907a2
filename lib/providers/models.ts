import "server-only";
import type { Prisma } from "../db/client.ts";
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

/** A stored model as pages see it. */
export function shownModel(model: StoredModel, discountBasisPoints: number, isDiscovered = false): OfferedModel {
  const { listPrices, priceSource } = model;
  return { ...offeredModel(model, discountBasisPoints), listPrices, priceSource, isDiscovered };
}
