"use client";
import { useLocale } from "next-intl";
import { formatExactUsd, formatUsd } from "#lib/format.ts";

/** A difference, with its sign; what is nothing is a dash. */
export function SignedMoney({ nanos }: { nanos: bigint | null }) {
  const locale = useLocale();
  if (nanos === null || nanos === 0n) return <span className="text-muted">–</span>;
  const sign = nanos > 0n ? "+" : "";
  return (
    <span className="whitespace-nowrap tabular-nums" title={`${sign}${formatExactUsd(nanos, locale)}`}>
      {sign}
      {formatUsd(nanos, locale)}
    </span>
  );
}
