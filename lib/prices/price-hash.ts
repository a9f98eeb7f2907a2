import "server-only";
import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import { stringifyWire } from "../money.ts";
import type { Price } from "../protocol/price.ts";

/** The hash names the price on every usage event, so that a cost can always be recomputed. */
export function priceOf(parts: Omit<Price, "hash">): Price {
  return { hash: createHash("sha256").update(canonicalText(parts)).digest("hex"), ...parts };
}

/** RFC 8785, money as decimal strings: equal texts mean equal values, whatever order their members came in. */
export function canonicalText(value: unknown): string {
  return canonicalize(JSON.parse(stringifyWire(value))) ?? "";
}
