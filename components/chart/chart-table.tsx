"use client";
import { useLocale, useTranslations } from "next-intl";
import { type Column, DataTable } from "#components/table/data-table.tsx";
import { formatExactUsd } from "#lib/format.ts";
import type { PreparedBucket, PreparedChart } from "./prepare.ts";
import { type Granularity, useBucketLabel } from "./use-bucket-label.ts";

/** The chart's own numbers, newest first, with every decimal. */
export function ChartTable({
  chart,
  granularity,
  hasTotal = true,
}: {
  chart: PreparedChart;
  granularity: Granularity;
  hasTotal?: boolean;
}) {
  const t = useTranslations("chart");
  const locale = useLocale();
  const bucketLabel = useBucketLabel(granularity);
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
    ...(hasTotal
      ? [
          {
            id: "total",
            header: t("total"),
            isNumeric: true,
            cell: (bucket: PreparedBucket) => usd(bucket.totalNanos),
          },
        ]
      : []),
    ...chart.series.map(({ key, label }, index) => ({
      id: key,
      header: label,
      isNumeric: true,
      cell: (bucket: PreparedBucket) => usd(bucket.values[index] ?? null),
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
