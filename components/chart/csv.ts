import { csvField } from "#lib/csv-field.ts";
import { usdString } from "#lib/money.ts";
import type { PreparedChart } from "./prepare.ts";

/** Exactly what is drawn, in US dollars with every decimal; an empty field where nothing is known. */
export function chartCsv(
  chart: PreparedChart,
  { bucketLabel, totalLabel }: { bucketLabel: string; totalLabel: string },
): string {
  const usd = (nanos: bigint | null) => (nanos === null ? "" : usdString(nanos));
  const rows = [
    [bucketLabel, ...chart.series.map(({ label }) => label), totalLabel].map(csvField),
    ...chart.buckets.map(({ at, values, totalNanos }) => [at, ...values.map(usd), usd(totalNanos)]),
  ];
  return `${rows.map((row) => row.join(",")).join("\r\n")}\r\n`;
}
