"use client";
import { useLocale, useTranslations } from "next-intl";
import { useId } from "react";
import { Bar, BarChart, CartesianGrid, Rectangle, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { NANOS_PER_USD } from "#lib/money.ts";
import { moneyAxisLook, timeAxisLook } from "./axis-look.ts";
import { ChartTooltip } from "./chart-tooltip.tsx";
import type { PreparedChart } from "./prepare.ts";
import { type Granularity, useBucketLabel } from "./use-bucket-label.ts";

/** Pixels only; every number that is read comes from the prepared bigints. */
const pixels = (nanos: bigint | null) => (nanos === null ? null : Number(nanos) / Number(NANOS_PER_USD));

interface BarShape {
  x?: number;
  y?: number;
  width?: number;
  height?: number;
  index?: number;
}

/** Stacked bars, one colour per series, the bucket that is still filling hatched. Arrow keys move the tooltip. */
export function SpendChart({
  chart,
  colors,
  granularity,
}: {
  chart: PreparedChart;
  colors: ReadonlyMap<string, string>;
  granularity: Granularity;
}) {
  const t = useTranslations("chart");
  const locale = useLocale();
  const bucketLabel = useBucketLabel(granularity);
  const hatch = useId();
  const data = chart.buckets.map(({ at, values }) => ({ at, values: values.map(pixels) }));
  return (
    <ResponsiveContainer width="100%" height={260} initialDimension={{ width: 640, height: 260 }}>
      <BarChart data={data} title={t("label")} margin={{ top: 8, right: 0, bottom: 0, left: 0 }} barCategoryGap="18%">
        <defs>
          {chart.series.map(({ key }, index) => (
            <pattern
              key={key}
              id={`${hatch}${index}`}
              width="6"
              height="6"
              patternUnits="userSpaceOnUse"
              patternTransform="rotate(45)"
            >
              <rect width="6" height="6" style={{ fill: colors.get(key), opacity: 0.25 }} />
              <rect width="2.5" height="6" style={{ fill: colors.get(key) }} />
            </pattern>
          ))}
        </defs>
        <CartesianGrid vertical={false} stroke="var(--border)" />
        <XAxis dataKey="at" tickFormatter={(at: string) => bucketLabel(at)} {...timeAxisLook} />
        <YAxis {...moneyAxisLook(locale)} />
        <Tooltip
          cursor={{ fill: "var(--hover)" }}
          isAnimationActive={false}
          content={({ active, activeIndex }) => {
            const bucket = active ? chart.buckets[Number(activeIndex)] : undefined;
            return bucket ? (
              <ChartTooltip
                title={bucketLabel(bucket.at, true)}
                bucket={bucket}
                series={chart.series}
                colors={colors}
              />
            ) : null;
          }}
        />
        {chart.series.map(({ key, label }, index) => (
          <Bar
            key={key}
            name={label}
            stackId="spend"
            dataKey={(row: { values: (number | null)[] }) => row.values[index] ?? null}
            isAnimationActive={false}
            maxBarSize={48}
            shape={({ x, y, width, height, index: bar }: BarShape) => (
              <Rectangle
                {...{ x, y, width, height }}
                fill={chart.buckets[bar ?? -1]?.isPartial ? `url(#${hatch}${index})` : colors.get(key)}
              />
            )}
          />
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
}
