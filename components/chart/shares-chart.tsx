"use client";
import { Area, AreaChart, CartesianGrid, ResponsiveContainer, XAxis, YAxis } from "recharts";
import { plot, shareAxisLook } from "./axis-look.ts";
import type { PreparedChart } from "./prepare.ts";
import { sharesOf } from "./shares.ts";
import { timeScale } from "./time-axis.ts";
import { type Granularity, useBucketLabel } from "./use-bucket-label.ts";

/** An area of 100 %: who has which part of each bucket. A bucket of nothing is a gap. */
export function SharesChart({
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
  const nameOf = useBucketLabel(granularity, zone);
  const data = chart.buckets.map(({ at, values }) => ({ ms: Date.parse(at), shares: sharesOf(values) }));
  return (
    <ResponsiveContainer width="100%" height={plot.height} initialDimension={{ width: 640, height: plot.height }}>
      <AreaChart
        data={data}
        accessibilityLayer={false}
        margin={{ top: plot.top, right: plot.right, bottom: 0, left: 0 }}
      >
        <CartesianGrid vertical={false} stroke="var(--border)" />
        <XAxis
          {...timeScale(
            data.map(({ ms }) => ms),
            nameOf,
          )}
        />
        <YAxis {...shareAxisLook} />
        {chart.series.map(({ key, label }, index) => (
          <Area
            key={key}
            name={label}
            stackId="share"
            dataKey={(row: { shares: (number | null)[] | null }) => row.shares?.[index] ?? null}
            stroke={colors.get(key) ?? "var(--muted)"}
            strokeWidth={1}
            fill={colors.get(key) ?? "var(--muted)"}
            fillOpacity={0.75}
            dot={false}
            activeDot={false}
            connectNulls={false}
            isAnimationActive={false}
          />
        ))}
      </AreaChart>
    </ResponsiveContainer>
  );
}
