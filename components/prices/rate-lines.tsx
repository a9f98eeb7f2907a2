"use client";
import type { Price } from "#lib/protocol/price.ts";
import type { TokenBucket } from "#lib/protocol/token-buckets.ts";
import { Rate } from "./rate.tsx";

/** One rate, a line per tier; `–` where the price is not known. */
export function RateLines({ price, bucket }: { price: Price | null; bucket: TokenBucket }) {
  if (!price) return <span className="text-muted">–</span>;
  return price.tiers.map(({ aboveInputTokens, rates }) => (
    <span key={aboveInputTokens} className="block">
      <Rate nanos={rates[bucket]} />
    </span>
  ));
}
