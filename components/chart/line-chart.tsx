"use client";
import { useLocale } from "next-intl";
import { Area, CartesianGrid, ComposedChart, Line, ReferenceDot, ResponsiveContainer, XAxis, YAxis } from "recharts";
import { formatUsd } from "#lib/format.ts";
import { endValueRight, moneyAxisLook, plot } from "./axis-look.ts";
import type { PreparedChart } from "./prepare.ts";
import { logDomain, logPixels, pixels } from "./scale.ts";
import { timeScale } from "./time-axis.ts";
import { type Granularity, useBucketLabel } from "./use-bucket-label.ts";

export interface LineStyle {
  color: string;
  /** SVG dash pattern; solid without it. */
  dash?: string;
  /** The last value is written at the line's end. */
  hasEndValue?: boolean;
}

interface Row {
  ms: number;
  values: (number | null)[];
}

/**
 * Lines over time, with the interval of a forecast as a band between two of them. Where nothing is known there is a gap,
 * and on a logarithmic axis also where nothing was spent.
 */
export function LinesChart({
  chart,
  lines,
  band,
  granularity,
  zone,
  isLog = false,
}: {
  chart: PreparedChart;
  lines: ReadonlyMap<string, LineStyle>;
  band?: { low: string; high: string } | undefined;
  granularity: Granularity;
  zone?: string | undefined;
  isLog?: boolean;
}) {
  const locale = useLocale();
  const nameOf = useBucketLabel(granularity, zone);
  const data: Row[] = chart.buckets.map(({ at, values }) => ({
    ms: Date.parse(at),
    values: values.map(isLog ? logPixels : pixels),
  }));
  const hasEnd = chart.series.some(({ key }) => lines.get(key)?.hasEndValue);
  const scale = isLog ? logDomain(data.flatMap(({ values }) => values)) : null;
  const [low, high] = [band?.low, band?.high].map((key) => chart.series.findIndex((series) => series.key === key));
  const edges = (row: Row): [number, number] | null => {
    const [from, to] = [row.values[low ?? -1] ?? null, row.values[high ?? -1] ?? null];
    return from === null || to === null ? null : [from, to];
  };
  return (
    <ResponsiveContainer width="100%" height={plot.height} initialDimension={{ width: 640, height: plot.height }}>
      <ComposedChart
        data={data}
        accessibilityLayer={false}
        margin={{ top: plot.top, right: hasEnd ? endValueRight : plot.right, bottom: 0, left: 0 }}
      >
        <CartesianGrid vertical={false} stroke="var(--border)" />
        <XAxis
          {...timeScale(
            data.map(({ ms }) => ms),
            nameOf,
          )}
        />
        <YAxis
          {...moneyAxisLook(locale)}
          {...(scale ? { scale: "log" as const, ...scale, allowDataOverflow: true } : {})}
        />
        {band && low !== -1 && high !== -1 ? (
          <Area
            dataKey={edges}
            stroke="none"
            fill={lines.get(band.high)?.color ?? "var(--muted)"}
            fillOpacity={0.16}
            dot={false}
            activeDot={false}
            connectNulls={false}
            isAnimationActive={false}
          />
        ) : null}
        {chart.series.map(({ key, label: name }, index) => {
          const style = lines.get(key);
          if (key === band?.low || key === band?.high) return null;
          return (
            <Line
              key={key}
              name={name}
              dataKey={(row: Row) => row.values[index] ?? null}
              stroke={style?.color ?? "var(--muted)"}
              strokeWidth={2}
              {...(style?.dash ? { strokeDasharray: style.dash } : {})}
              strokeLinecap="round"
              dot={false}
              activeDot={false}
              connectNulls={false}
              isAnimationActive={false}
            />
          );
        })}
        {chart.series.map(({ key }, index) => {
          const style = lines.get(key);
          const at = chart.buckets.findLast(({ values }) => (values[index] ?? null) !== null);
          const nanos = at?.values[index] ?? null;
          const y = (isLog ? logPixels : pixels)(nanos);
          if (!style?.hasEndValue || !at || nanos === null || y === null) return null;
          return (
            <ReferenceDot
              key={key}
              x={Date.parse(at.at)}
              y={y}
              r={3}
              fill={style.color}
              stroke="none"
              ifOverflow="extendDomain"
              label={{ value: formatUsd(nanos, locale), position: "right", fill: "var(--foreground)", fontSize: 11 }}
            />
          );
        })}
      </ComposedChart>
    </ResponsiveContainer>
  );
}
