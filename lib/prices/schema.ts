import { z } from "zod";
import { PriceSchedule } from "../protocol/price.ts";
import { ProviderKind } from "../protocol/provider-kind.ts";
import { OfferedModel } from "../providers/schema.ts";
import { PriceReason } from "./reasons.ts";

/** A model of a provider as `GET /api/v1/prices` lists it. */
export const BookLine = OfferedModel.extend({
  connectionId: z.string(),
  connectionName: z.string(),
  kind: ProviderKind,
});
export type BookLine = z.infer<typeof BookLine>;

/** `GET /api/v1/prices`: what everything costs now and from when it costs something else. */
export const PriceBook = z.object({
  /** The newest version; 0 when no price was ever written down. */
  version: z.int().min(0),
  /** Of the built-in book that this console has. */
  edition: z.string(),
  items: z.array(BookLine),
});
export type PriceBook = z.infer<typeof PriceBook>;

export const PriceVersion = z.object({
  version: z.int().min(1),
  reason: PriceReason,
  /** Edition of the built-in book at that time. */
  edition: z.string(),
  /** Who did it; null: the console itself, when it came with a new book. */
  actorId: z.string().nullable(),
  /** Null for the console, and for people and keys that are gone. */
  actorName: z.string().nullable(),
  createdAt: z.iso.datetime(),
  changes: z.int(),
});
export type PriceVersion = z.infer<typeof PriceVersion>;

/** `GET /api/v1/prices/versions`: the newest five hundred, newest first. */
export const PriceVersionList = z.object({ items: z.array(PriceVersion) });

/** `GET /api/v1/prices/diff?from=&to=`: 0 is the empty book before the first version; backwards is allowed. */
export const PriceDiffQuery = z.object({
  from: z.coerce.number().int().min(0).max(2_147_483_647),
  to: z.coerce.number().int().min(0).max(2_147_483_647),
});
export type PriceDiffQuery = z.infer<typeof PriceDiffQuery>;

/** One model whose price differs between two versions. Null: not offered at that version. */
export const PriceDifference = z.object({
  connectionId: z.string(),
  connectionName: z.string(),
  model: z.string(),
  before: PriceSchedule.nullable(),
  after: PriceSchedule.nullable(),
});
export type PriceDifference = z.infer<typeof PriceDifference>;

export const PriceDiff = z.object({ from: z.int(), to: z.int(), items: z.array(PriceDifference) });
export type PriceDiff = z.infer<typeof PriceDiff>;
