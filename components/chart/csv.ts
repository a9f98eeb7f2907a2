import { csvField } from "#lib/csv-field.ts";
import { usdString } from "#lib/money.ts";
import type { PreparedChart } from "./prepare.ts";

/**
 * Exactly what is drawn, in US dollars with every decimal; an empty field where nothing is known. `totalLabel` is null
 * where the series are lines, which add up to nothing.
 */
export function chartCsv(
  chart: PreparedChart,
  { bucketLabel, totalLabel }: { bucketLabel: string; totalLabel: string | null },
): string {
  const usd = (nanos: bigint | null) => (nanos === null ? "" : usdString(nanos));
  const total = <Field>(field: Field) => (totalLabel === null ? [] : [field]);
  const rows = [
    [bucketLabel, ...chart.series.map(({ label }) => label), ...total(totalLabel ?? "")].map(csvField),
    ...chart.buckets.map(({ at, values, totalNanos }) => [at, ...values.map(usd), ...total(usd(totalNanos))]),
  ];
  return `${rows.map((row) => row.join(",")).join("\r\n")}\r\n`;
}
