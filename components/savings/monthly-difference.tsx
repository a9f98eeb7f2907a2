"use client";
import { useLocale } from "next-intl";
import { formatExactUsd, formatUsd } from "#lib/format.ts";

/** "−$12.30" saves and is green, "+$4.00" costs more. */
export function MonthlyDifference({ nanos }: { nanos: bigint }) {
  const locale = useLocale();
  const abs = nanos < 0n ? -nanos : nanos;
  const sign = nanos < 0n ? "−" : nanos > 0n ? "+" : "";
  const tone = nanos < 0n ? "text-ok" : nanos > 0n ? "text-bad" : "text-muted";
  return (
    <span className={`whitespace-nowrap tabular-nums ${tone}`} title={`${sign}${formatExactUsd(abs, locale)}`}>
      {sign}
      {formatUsd(abs, locale, 2)}
    </span>
  );
}
