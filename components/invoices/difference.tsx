"use client";
import { useLocale } from "next-intl";
import { formatExactUsd, formatUsd } from "#lib/format.ts";
import { isWithinTolerance } from "#lib/invoices/reconcile.ts";

/** "+$1.20", "−$0.40": more or less than was metered (`of`); quiet where it is as good as nothing. */
export function Difference({ nanos, of }: { nanos: bigint; of: bigint }) {
  const locale = useLocale();
  const isQuiet = isWithinTolerance(nanos, of);
  const sign = nanos > 0n ? "+" : nanos < 0n ? "−" : "";
  const abs = nanos < 0n ? -nanos : nanos;
  return (
    <span
      className={isQuiet ? "whitespace-nowrap text-muted tabular-nums" : "whitespace-nowrap tabular-nums text-warn"}
      title={`${sign}${formatExactUsd(abs, locale)}`}
    >
      {sign}
      {formatUsd(abs, locale)}
    </span>
  );
}
