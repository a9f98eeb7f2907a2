import { z } from "zod";
import { PriceSchedule } from "../protocol/price.ts";

/** Why a version of the price book came about. */
export const priceReasons = ["connect", "disconnect", "book", "manual", "discount", "models"] as const;
export const PriceReason = z.enum(priceReasons);
export type PriceReason = z.infer<typeof PriceReason>;

export const PriceVersion = z.object({
  version: z.int().min(1),
  reason: PriceReason,
  /** Edition of the built-in book at that time. */
  edition: z.string(),
  /** Who did it; null: the console itself, when it came with a new book. */
  actorId: z.string().nullable(),
  createdAt: z.iso.datetime(),
  changes: z.int(),
});
export type PriceVersion = z.infer<typeof PriceVersion>;

/** One model whose price differs between two versions. Null: not offered at that version. */
export const PriceDifference = z.object({
  connectionId: z.string(),
  connectionName: z.string(),
  model: z.string(),
  before: PriceSchedule.nullable(),
  after: PriceSchedule.nullable(),
});
export type PriceDifference = z.infer<typeof PriceDifference>;
