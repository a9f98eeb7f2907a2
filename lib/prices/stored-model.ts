import { z } from "zod";
import { ceilDiv } from "../money.ts";
import { ProviderModel } from "../protocol/config.ts";
import { type Price, PriceSchedule, type Rates } from "../protocol/price.ts";
import { tokenBuckets } from "../protocol/token-buckets.ts";

export const priceSources = ["book", "manual", "none"] as const;

/**
 * A model as a connection keeps it: the list prices and who set them. What a call costs is the list price less the
 * connection's discounts.
 */
export const StoredModel = ProviderModel.omit({ prices: true }).extend({
  listPrices: PriceSchedule,
  /** `book`: follows the built-in book; `manual`: typed by a person and kept; `none`: needs a price. */
  priceSource: z.enum(priceSources),
});
export type StoredModel = z.infer<typeof StoredModel>;

/** 10,000 basis points are all of it. Nothing off is the same price, under the same hash. */
export function discounted(price: Price, basisPoints: number, hashed: (price: Omit<Price, "hash">) => Price): Price {
  if (basisPoints === 0) return price;
  const off = (nanos: bigint) => ceilDiv(nanos * BigInt(10_000 - basisPoints), 10_000n);
  return hashed({
    tiers: price.tiers.map(({ aboveInputTokens, rates }) => ({
      aboveInputTokens,
      rates: Object.fromEntries(tokenBuckets.map((bucket) => [bucket, off(rates[bucket])])) as Rates,
    })),
    requestNanos: off(price.requestNanos),
    webSearchNanos: off(price.webSearchNanos),
  });
}
