"use client";
import { useLocale } from "next-intl";
import { Bar, BarChart, CartesianGrid, Rectangle, ResponsiveContainer, XAxis, YAxis } from "recharts";
import { moneyAxisLook, plot, timeAxisLook } from "./axis-look.ts";
import { pixels } from "./scale.ts";
import type { WaterfallBar } from "./waterfall.ts";

interface BarShape {
  x?: number;
  y?: number;
  width?: number;
  height?: number;
  index?: number;
}

/** Bars from where each begins to where it ends. One of no height is still seen as a line. */
export function WaterfallChart({
  bars,
  colorOf,
}: {
  bars: readonly WaterfallBar[];
  colorOf: (bar: WaterfallBar) => string;
}) {
  const locale = useLocale();
  const data = bars.map(({ label, fromNanos, toNanos }) => {
    const [from, to] = [pixels(fromNanos) ?? 0, pixels(toNanos) ?? 0];
    return { label, span: [Math.min(from, to), Math.max(from, to)] };
  });
  return (
    <ResponsiveContainer width="100%" height={plot.height} initialDimension={{ width: 640, height: plot.height }}>
      <BarChart
        data={data}
        accessibilityLayer={false}
        margin={{ top: plot.top, right: plot.right, bottom: 0, left: 0 }}
        barCategoryGap="12%"
      >
        <CartesianGrid vertical={false} stroke="var(--border)" />
        <XAxis dataKey="label" {...timeAxisLook} interval="equidistantPreserveStart" minTickGap={4} />
        <YAxis {...moneyAxisLook(locale)} />
        <Bar
          dataKey="span"
          isAnimationActive={false}
          maxBarSize={72}
          shape={({ x, y, width, height = 0, index }: BarShape) => {
            const bar = bars[index ?? -1];
            return <Rectangle {...{ x, y, width }} height={Math.max(1, height)} fill={bar ? colorOf(bar) : "none"} />;
          }}
        />
      </BarChart>
    </ResponsiveContainer>
  );
}
