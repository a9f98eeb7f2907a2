import { csvField } from "#lib/csv-field.ts";
import { usdString } from "#lib/money.ts";
import type { Movement } from "#lib/spend/metrics-schema.ts";

/** The table of movers, in US dollars a year with every decimal. */
export function moversCsv(
  items: readonly Movement[],
  nameOf: (row: Movement) => string,
  headers: readonly string[],
): string {
  const rows = items.map((row) => [
    csvField(nameOf(row)),
    row.kind,
    ...[row.beforeNanos, row.nowNanos, row.deltaNanos, row.volumeNanos, row.priceNanos, row.mixNanos].map(usdString),
  ]);
  return `${[headers.map(csvField), ...rows].map((row) => row.join(",")).join("\r\n")}\r\n`;
}
