"use client";
import { useLocale, useTranslations } from "next-intl";
import { type Column, DataTable } from "#components/table/data-table.tsx";
import { formatExactUsd, formatShare } from "#lib/format.ts";
import type { ChartKind } from "./csv.ts";
import type { PreparedBucket, PreparedChart } from "./prepare.ts";
import { sharesOf } from "./shares.ts";
import { type Granularity, useBucketLabel } from "./use-bucket-label.ts";

/** The chart's own numbers, newest first, with every decimal. */
export function ChartTable({
  chart,
  granularity,
  as,
  zone,
}: {
  chart: PreparedChart;
  granularity: Granularity;
  as: ChartKind;
  zone?: string | undefined;
}) {
  const t = useTranslations("chart");
  const locale = useLocale();
  const bucketLabel = useBucketLabel(granularity, zone);
  const usd = (nanos: bigint | null) => (nanos === null ? t("unknown") : formatExactUsd(nanos, locale));
  const columns: Column<PreparedBucket>[] = [
    {
      id: "at",
      header: t("bucket"),
      cell: (bucket) => (
        <span className="whitespace-nowrap">
          {bucketLabel(bucket.at, true)}
          {bucket.isPartial ? <span className="text-muted"> · {t("partial")}</span> : null}
        </span>
      ),
    },
    ...(as === "lines"
      ? []
      : [
          {
            id: "total",
            header: t("total"),
            isNumeric: true,
            cell: (bucket: PreparedBucket) => usd(bucket.totalNanos),
          },
        ]),
    ...chart.series.map(({ key, label }, index) => ({
      id: key,
      header: label,
      isNumeric: true,
      cell: (bucket: PreparedBucket) => {
        const share = as === "shares" ? (sharesOf(bucket.values)?.[index] ?? null) : null;
        return (
          <span className="whitespace-nowrap">
            {share === null ? null : <span className="text-muted">{formatShare(share, locale)} · </span>}
            {usd(bucket.values[index] ?? null)}
          </span>
        );
      },
    })),
  ];
  return (
    <DataTable
      caption={t("tableCaption")}
      columns={columns}
      rows={chart.buckets.toReversed()}
      rowKey={(row) => row.at}
    />
  );
}
