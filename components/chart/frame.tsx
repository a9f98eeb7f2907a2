"use client";
import dynamic from "next/dynamic";
import { useLocale, useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { formatExactUsd } from "#lib/format.ts";
import { endValueRight, plot } from "./axis-look.ts";
import { ChartTable } from "./chart-table.tsx";
import { ChartTooltip } from "./chart-tooltip.tsx";
import { chartCsv } from "./csv.ts";
import { ChartFigure } from "./figure.tsx";
import type { LineStyle } from "./line-chart.tsx";
import { type ChartMarker, MarkerList } from "./markers.tsx";
import { colorsFor } from "./palette.ts";
import { bandPositions, timePositions } from "./positions.ts";
import type { PreparedChart } from "./prepare.ts";
import { ChartSurface } from "./surface.tsx";
import { type Granularity, useBucketLabel } from "./use-bucket-label.ts";
import { zoomDays } from "./zoom-days.ts";

// Recharts is the heaviest part of the page and draws nothing on the server: it follows the first paint.
const BarsChart = dynamic(() => import("./bars-chart.tsx").then((module) => module.BarsChart), {
  ssr: false,
  loading: () => <Skeleton className="h-65" />,
});
const LinesChart = dynamic(() => import("./line-chart.tsx").then((module) => module.LinesChart), {
  ssr: false,
  loading: () => <Skeleton className="h-65" />,
});
const SharesChart = dynamic(() => import("./shares-chart.tsx").then((module) => module.SharesChart), {
  ssr: false,
  loading: () => <Skeleton className="h-65" />,
});

export interface ChartZoom {
  /** Days of the picture's zone, both included. */
  onZoom: (days: { from: string; to: string }) => void;
  /** The way back, when one is zoomed in. */
  reset?: (() => void) | undefined;
}

interface ChartFrameProps {
  chart: PreparedChart;
  granularity: Granularity;
  fileName: string;
  title?: ReactNode;
  action?: ReactNode;
  /** Zone and "data through", for one (stamp.tsx), and whatever else one must know. */
  note?: ReactNode;
  /** Stacked bars unless `lines` are given; `shares` is an area of 100 %. */
  look?: "bars" | "shares";
  /** How each line is drawn; what of them is a band's edge is in `band`. */
  lines?: ReadonlyMap<string, LineStyle>;
  /** Keys of the two series between which the interval of a forecast lies. */
  band?: { low: string; high: string };
  label?: string;
  /** IANA; left out: the organization's. */
  zone?: string;
  /** ISO 8601: the first moment after the last bucket. */
  endsAt?: string;
  zoom?: ChartZoom;
  markers?: readonly ChartMarker[];
  /** Offers a logarithmic axis; shares have none. */
  hasLog?: boolean;
}

/** A chart over time with its legend, its table and its CSV, all from the same prepared numbers. */
export function ChartFrame(props: ChartFrameProps) {
  const { chart, granularity, fileName, lines, look = "bars", zone, markers = [] } = props;
  const t = useTranslations("chart");
  const [isLog, setIsLog] = useState(false);
  const drawn = lines ? "lines" : look;
  const colors = lines
    ? new Map([...lines].map(([key, { color }]) => [key, color]))
    : colorsFor(chart.series.map(({ key }) => key));
  const asTable = drawn === "shares" ? "shares" : lines ? "lines" : "sums";
  return (
    <ChartFigure
      title={props.title}
      action={props.action}
      fileName={fileName}
      legend={chart.series.map(({ key, label }) => ({
        key,
        label,
        color: colors.get(key),
        isDashed: lines?.get(key)?.dash !== undefined,
      }))}
      legendNote={
        chart.namedCount < chart.inputCount ? t("nOfM", { n: chart.namedCount, m: chart.inputCount }) : undefined
      }
      csv={() => chartCsv(chart, { as: asTable, bucketLabel: t("bucket"), totalLabel: t("total") })}
      log={props.hasLog && drawn !== "shares" ? { isOn: isLog, onChange: setIsLog } : undefined}
      resetZoom={props.zoom?.reset}
      table={<ChartTable chart={chart} granularity={granularity} as={asTable} zone={zone} />}
      note={props.note}
      below={<MarkerList markers={markers} label={t("markers")} />}
    >
      <Drawing {...props} colors={colors} isLog={isLog} />
    </ChartFigure>
  );
}

function Drawing({
  chart,
  granularity,
  lines,
  look = "bars",
  band,
  label,
  zone,
  endsAt,
  zoom,
  markers,
  colors,
  isLog,
}: ChartFrameProps & { colors: ReadonlyMap<string, string>; isLog: boolean }) {
  const t = useTranslations("chart");
  const locale = useLocale();
  const nameOf = useBucketLabel(granularity, zone);
  const usd = (nanos: bigint | null) => (nanos === null ? t("unknown") : formatExactUsd(nanos, locale));
  const isBars = !lines && look === "bars" && !isLog;
  const moments = chart.buckets.map(({ at }) => Date.parse(at));
  const endMs = endsAt === undefined ? undefined : Date.parse(endsAt);
  const hasEnd = [...(lines?.values() ?? [])].some(({ hasEndValue }) => hasEndValue);
  const hasTotal = !lines;
  function textOf(index: number): string {
    const bucket = chart.buckets[index];
    if (!bucket) return "";
    const parts = chart.series.flatMap(({ label: name }, at) => {
      const nanos = bucket.values[at] ?? null;
      return nanos === null || (hasTotal && nanos === 0n) ? [] : [`${name} ${usd(nanos)}`];
    });
    const total = hasTotal ? [`${t("total")} ${usd(bucket.totalNanos)}`] : [];
    return [`${nameOf(bucket.at, true)}${bucket.isPartial ? ` (${t("partial")})` : ""}`, ...total, ...parts].join(", ");
  }
  return (
    <ChartSurface
      label={label ?? t("label")}
      positions={isBars ? bandPositions(moments.length) : timePositions(moments)}
      right={hasEnd ? endValueRight : plot.right}
      moments={moments}
      endMs={endMs}
      hatched={isBars ? [] : chart.buckets.flatMap(({ isPartial }, index) => (isPartial ? [index] : []))}
      {...(markers ? { markers } : {})}
      textOf={textOf}
      tooltipOf={(index) => {
        const bucket = chart.buckets[index];
        return bucket ? (
          <ChartTooltip
            title={nameOf(bucket.at, true)}
            bucket={bucket}
            series={chart.series}
            colors={colors}
            hasTotal={hasTotal}
            hasShares={look === "shares"}
          />
        ) : null;
      }}
      onZoom={zoomInto(chart, endsAt, zone, zoom)}
    >
      {isBars ? (
        <BarsChart chart={chart} colors={colors} granularity={granularity} zone={zone} />
      ) : look === "shares" ? (
        <SharesChart chart={chart} colors={colors} granularity={granularity} zone={zone} />
      ) : (
        <LinesChart
          chart={chart}
          lines={lines ?? new Map([...colors].map(([key, color]) => [key, { color }]))}
          band={band}
          granularity={granularity}
          zone={zone}
          isLog={isLog}
        />
      )}
    </ChartSurface>
  );
}

function zoomInto(
  chart: PreparedChart,
  endsAt: string | undefined,
  zone: string | undefined,
  zoom: ChartZoom | undefined,
) {
  if (!zoom || endsAt === undefined || zone === undefined) return undefined;
  const buckets = chart.buckets.map(({ at }) => at);
  return (from: number, to: number) => {
    const days = zoomDays({ buckets, endsAt, zone }, from, to);
    if (days) zoom.onZoom(days);
  };
}
