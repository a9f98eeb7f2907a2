"use client";
import { Money } from "#components/ui/money.tsx";
import type { Price, TokenBucket } from "#lib/protocol/price.ts";

/** One rate, a line per tier; `–` where the price is not known. */
export function RateLines({ price, bucket }: { price: Price | null; bucket: TokenBucket }) {
  if (!price) return <span className="text-muted">–</span>;
  return price.tiers.map(({ aboveInputTokens, rates }) => (
    <span key={aboveInputTokens} className="block">
      <Money nanos={rates[bucket]} />
    </span>
  ));
}
