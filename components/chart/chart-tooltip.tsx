"use client";
import { useLocale, useTranslations } from "next-intl";
import { formatExactUsd, formatShare } from "#lib/format.ts";
import type { PreparedBucket, PreparedSeries } from "./prepare.ts";
import { sharesOf } from "./shares.ts";
import { Swatch } from "./swatch.tsx";

/** The exact amounts of one bucket, largest series first, what spent nothing left out. */
export function ChartTooltip({
  title,
  bucket,
  series,
  colors,
  hasTotal = true,
  hasShares = false,
}: {
  title: string;
  bucket: PreparedBucket;
  series: readonly PreparedSeries[];
  colors: ReadonlyMap<string, string>;
  /** Lines side by side add up to nothing. */
  hasTotal?: boolean;
  /** Each one's share stands before its amount. */
  hasShares?: boolean;
}) {
  const t = useTranslations("chart");
  const locale = useLocale();
  const shares = hasShares ? sharesOf(bucket.values) : null;
  const rows = series.flatMap(({ key, label }, index) => {
    const nanos = bucket.values[index] ?? null;
    return nanos === null || (hasTotal && nanos === 0n) ? [] : [{ key, label, nanos, share: shares?.[index] ?? null }];
  });
  return (
    <div className="rounded-md border bg-background px-3 py-2 text-xs">
      <p className="font-medium">
        {title}
        {bucket.isPartial ? <span className="font-normal text-muted"> · {t("partial")}</span> : null}
      </p>
      <dl className="mt-1 space-y-0.5">
        {rows.map(({ key, label, nanos, share }) => (
          <div key={key} className="flex items-center gap-2">
            <Swatch color={colors.get(key)} />
            <dt className="min-w-0 flex-1 truncate text-muted">{label}</dt>
            <dd className="tabular-nums">
              {share === null ? null : <span className="text-muted">{formatShare(share, locale)} </span>}
              {formatExactUsd(nanos, locale)}
            </dd>
          </div>
        ))}
        {hasTotal ? (
          <div className="flex items-center gap-2 border-t pt-0.5">
            <dt className="flex-1 text-muted">{t("total")}</dt>
            <dd className="font-medium tabular-nums">
              {bucket.totalNanos === null ? t("unknown") : formatExactUsd(bucket.totalNanos, locale)}
            </dd>
          </div>
        ) : null}
      </dl>
    </div>
  );
}
