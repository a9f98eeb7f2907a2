import { csvField } from "#lib/csv-field.ts";
import { usdString } from "#lib/money.ts";
import type { PreparedChart } from "./prepare.ts";
import { sharesOf } from "./shares.ts";
import type { WaterfallBar } from "./waterfall.ts";

/** Sums have a total; lines side by side have none; shares have a percentage beside each amount. */
export type ChartKind = "sums" | "lines" | "shares";

const usd = (nanos: bigint | null) => (nanos === null ? "" : usdString(nanos));
const file = (rows: readonly (readonly string[])[]) => `${rows.map((row) => row.join(",")).join("\r\n")}\r\n`;

/** Exactly what is drawn, in US dollars with every decimal; an empty field where nothing is known. */
export function chartCsv(
  chart: PreparedChart,
  { as, bucketLabel, totalLabel }: { as: ChartKind; bucketLabel: string; totalLabel: string },
): string {
  const total = (field: string) => (as === "lines" ? [] : [field]);
  const named = chart.series.flatMap(({ label }) => (as === "shares" ? [label, `${label} %`] : [label]));
  return file([
    [bucketLabel, ...named, ...total(totalLabel)].map(csvField),
    ...chart.buckets.map(({ at, values, totalNanos }) => {
      const shares = as === "shares" ? sharesOf(values) : null;
      const cells = values.flatMap((nanos, index) => {
        const share = shares?.[index] ?? null;
        return as === "shares" ? [usd(nanos), share === null ? "" : (share / 100).toFixed(2)] : [usd(nanos)];
      });
      return [at, ...cells, ...total(usd(totalNanos))];
    }),
  ]);
}

/** One line per bar: its change or level, and from where to where it goes. */
export function waterfallCsv(
  bars: readonly WaterfallBar[],
  headers: readonly [string, string, string, string],
): string {
  return file([
    headers.map(csvField),
    ...bars.map(({ label, nanos, fromNanos, toNanos }) => [csvField(label), usd(nanos), usd(fromNanos), usd(toNanos)]),
  ]);
}
