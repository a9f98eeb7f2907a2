"use client";
import { useLocale } from "next-intl";
import { formatExactUsd } from "#lib/format.ts";

/** A price with every decimal it has: budgets are kept by it, so half a cent more is another price. */
export function Rate({ nanos }: { nanos: bigint }) {
  return <span className="whitespace-nowrap tabular-nums">{useRateText()(nanos)}</span>;
}

/** The same as text, for messages. */
export function useRateText(): (nanos: bigint) => string {
  const locale = useLocale();
  return (nanos) => formatExactUsd(nanos, locale);
}
