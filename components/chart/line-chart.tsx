"use client";
import { useLocale } from "next-intl";
import { CartesianGrid, Line, LineChart, ReferenceDot, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { formatUsd } from "#lib/format.ts";
import { NANOS_PER_USD } from "#lib/money.ts";
import { moneyAxisLook, timeAxisLook } from "./axis-look.ts";
import { ChartTooltip } from "./chart-tooltip.tsx";
import type { PreparedChart } from "./prepare.ts";
import { type Granularity, useBucketLabel } from "./use-bucket-label.ts";

export interface LineStyle {
  color: string;
  /** SVG dash pattern; solid without it. */
  dash?: string;
  /** The last value is written at the line's end. */
  hasEndValue?: boolean;
}

/** Pixels only; every number that is read comes from the prepared bigints. */
const pixels = (nanos: bigint) => Number(nanos) / Number(NANOS_PER_USD);

/** How many moments the axis names at most. */
const shownTicks = 7;

/** Lines over time, true to scale also where moments are not equally far apart. Where nothing is known there is a gap. */
export function LinesChart({
  chart,
  lines,
  label,
  granularity,
}: {
  chart: PreparedChart;
  lines: ReadonlyMap<string, LineStyle>;
  label: string;
  granularity: Granularity;
}) {
  const locale = useLocale();
  const bucketLabel = useBucketLabel(granularity);
  const data = chart.buckets.map(({ at, values }) => ({
    ms: Date.parse(at),
    values: values.map((nanos) => (nanos === null ? null : pixels(nanos))),
  }));
  const colors = new Map([...lines].map(([key, { color }]) => [key, color]));
  // Room for what is written at a line's end.
  const hasEnd = chart.series.some(({ key }) => lines.get(key)?.hasEndValue);
  const step = Math.max(1, Math.ceil(data.length / shownTicks));
  const nameOf = (ms: number, isLong = false) => bucketLabel(new Date(ms).toISOString(), isLong);
  return (
    <ResponsiveContainer width="100%" height={260} initialDimension={{ width: 640, height: 260 }}>
      <LineChart data={data} title={label} margin={{ top: 8, right: hasEnd ? 64 : 12, bottom: 0, left: 0 }}>
        <CartesianGrid vertical={false} stroke="var(--border)" />
        <XAxis
          dataKey="ms"
          type="number"
          scale="time"
          domain={["dataMin", "dataMax"]}
          ticks={data.filter((_, index) => index % step === 0).map(({ ms }) => ms)}
          tickFormatter={(ms: number) => nameOf(ms)}
          {...timeAxisLook}
        />
        <YAxis {...moneyAxisLook(locale)} />
        <Tooltip
          cursor={{ stroke: "var(--border)" }}
          isAnimationActive={false}
          content={({ active, activeIndex }) => {
            const bucket = active ? chart.buckets[Number(activeIndex)] : undefined;
            return bucket ? (
              <ChartTooltip
                title={nameOf(Date.parse(bucket.at), true)}
                bucket={bucket}
                series={chart.series}
                colors={colors}
                hasTotal={false}
              />
            ) : null;
          }}
        />
        {chart.series.map(({ key, label: name }, index) => {
          const style = lines.get(key);
          return (
            <Line
              key={key}
              name={name}
              dataKey={(row: { values: (number | null)[] }) => row.values[index] ?? null}
              stroke={style?.color ?? "var(--muted)"}
              strokeWidth={2}
              {...(style?.dash ? { strokeDasharray: style.dash } : {})}
              strokeLinecap="round"
              dot={false}
              activeDot={{ r: 3 }}
              connectNulls={false}
              isAnimationActive={false}
            />
          );
        })}
        {chart.series.map(({ key }, index) => {
          const style = lines.get(key);
          const at = chart.buckets.findLast(({ values }) => (values[index] ?? null) !== null);
          const nanos = at?.values[index];
          if (!style?.hasEndValue || !at || nanos === null || nanos === undefined) return null;
          return (
            <ReferenceDot
              key={key}
              x={Date.parse(at.at)}
              y={pixels(nanos)}
              r={3}
              fill={style.color}
              stroke="none"
              ifOverflow="extendDomain"
              label={{ value: formatUsd(nanos, locale), position: "right", fill: "var(--foreground)", fontSize: 11 }}
            />
          );
        })}
      </LineChart>
    </ResponsiveContainer>
  );
}
