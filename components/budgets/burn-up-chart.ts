import type { PreparedChart } from "#components/chart/prepare.ts";
import type { BurnUp, BurnUpPoint } from "#lib/budgets/schema.ts";

export const burnUpSeries = ["spent", "cap", "even", "forecast"] as const;
export type BurnUpSeries = (typeof burnUpSeries)[number];

const readValue: Record<BurnUpSeries, (point: BurnUpPoint, burnUp: BurnUp) => bigint | null> = {
  spent: ({ spentNanos }) => spentNanos,
  cap: (_point, { capNanos }) => capNanos,
  even: ({ evenNanos }) => evenNanos,
  forecast: ({ forecastNanos }) => forecastNanos,
};

/** The curve and its three lines as the chart's frame takes them; a line that nowhere says anything is left out. */
export function prepareBurnUp(burnUp: BurnUp, labelOf: (series: BurnUpSeries) => string): PreparedChart {
  const shown = burnUpSeries.filter((key) => burnUp.points.some((point) => readValue[key](point, burnUp) !== null));
  return {
    series: shown.map((key) => ({ key, label: labelOf(key), isOther: false, totalNanos: 0n })),
    buckets: burnUp.points.map((point) => ({
      at: point.at,
      isPartial: false,
      values: shown.map((key) => readValue[key](point, burnUp)),
      totalNanos: null,
    })),
    totalNanos: 0n,
    namedCount: shown.length,
    inputCount: shown.length,
  };
}
