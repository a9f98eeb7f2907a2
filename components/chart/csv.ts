import { usdString } from "#lib/money.ts";
import type { PreparedChart } from "./prepare.ts";

/** RFC 4180, and text that a spreadsheet would run as a formula is made plain (CWE-1236). */
function csvField(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

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
