"use client";
import { useLocale } from "next-intl";
import { useId } from "react";
import { Bar, BarChart, CartesianGrid, Rectangle, ResponsiveContainer, XAxis, YAxis } from "recharts";
import { moneyAxisLook, plot, timeAxisLook } from "./axis-look.ts";
import type { PreparedChart } from "./prepare.ts";
import { pixels } from "./scale.ts";
import { type Granularity, useBucketLabel } from "./use-bucket-label.ts";

interface BarShape {
  x?: number;
  y?: number;
  width?: number;
  height?: number;
  index?: number;
}

/** Stacked bars, one colour per series, the bucket that is still filling hatched. */
export function BarsChart({
  chart,
  colors,
  granularity,
  zone,
}: {
  chart: PreparedChart;
  colors: ReadonlyMap<string, string>;
  granularity: Granularity;
  zone?: string | undefined;
}) {
  const locale = useLocale();
  const bucketLabel = useBucketLabel(granularity, zone);
  const hatch = useId();
  const data = chart.buckets.map(({ at, values }) => ({ at, values: values.map(pixels) }));
  return (
    <ResponsiveContainer width="100%" height={plot.height} initialDimension={{ width: 640, height: plot.height }}>
      <BarChart
        data={data}
        accessibilityLayer={false}
        margin={{ top: plot.top, right: plot.right, bottom: 0, left: 0 }}
        barCategoryGap="18%"
      >
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
