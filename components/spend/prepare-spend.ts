import { type PreparedChart, prepareChart } from "#components/chart/prepare.ts";
import type { SpendView } from "#lib/spend/schema.ts";

/** How many series a chart of spend names. */
export const namedSeries = 7;

/** The answer as a stacked chart: what it does not draw by name joins "Other", so that the bars sum to the total. */
export function prepareSpend(
  view: SpendView,
  {
    top = namedSeries,
    otherLabel,
    labelOf,
  }: { top?: number; otherLabel: string; labelOf: (key: string, label: string) => string },
): PreparedChart {
  const series = view.series.flatMap(({ key, label, points }) =>
    points === null ? [] : [{ key, label: labelOf(key, label), points }],
  );
  const count = view.series.length - series.length + (view.rest?.count ?? 0);
  return prepareChart(
    { buckets: view.buckets, series, rest: view.restPoints && count > 0 ? { count, points: view.restPoints } : null },
    { top, otherLabel, isLastPartial: view.isLastPartial, isFirstPartial: view.isFirstPartial },
  );
}
