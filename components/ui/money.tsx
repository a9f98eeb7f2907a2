"use client";
import { useLocale } from "next-intl";
import { formatExactUsd, formatUsd } from "#lib/format.ts";

/** US dollars with the currency, the exact amount on hover. `decimals` makes a column of amounts comparable. */
export function Money({ nanos, decimals }: { nanos: bigint; decimals?: number }) {
  const locale = useLocale();
  return (
    <span className="whitespace-nowrap tabular-nums" title={formatExactUsd(nanos, locale)}>
      {formatUsd(nanos, locale, decimals)}
    </span>
  );
}

/** The same as text, for messages. */
export function useUsd(): (nanos: bigint) => string {
  const locale = useLocale();
  return (nanos) => formatUsd(nanos, locale);
}
