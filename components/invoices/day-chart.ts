import type { PreparedChart } from "#components/chart/prepare.ts";
import { csvField } from "#lib/csv-field.ts";
import type { InvoiceDetail } from "#lib/invoices/schema.ts";
import { usdString } from "#lib/money.ts";
import { dayList } from "#lib/spend/days.ts";

/** Billed and metered by day, as the chart's frame takes lines; a day of the period on which neither is known has zero. */
export function prepareDays(
  { byDay, firstDay, lastDay }: Pick<InvoiceDetail, "byDay" | "firstDay" | "lastDay">,
  labels: { billed: string; metered: string },
): PreparedChart {
  const sums = new Map(byDay.map((sum) => [sum.name, sum]));
  const end = new Date(Date.parse(lastDay) + 86_400_000).toISOString().slice(0, 10);
  const series = (["billed", "metered"] as const).map((key) => ({
    key,
    label: labels[key],
    isOther: false,
    totalNanos: 0n,
  }));
  return {
    series,
    buckets: dayList(firstDay, end).map((day) => {
      const sum = sums.get(day);
      return {
        at: `${day}T00:00:00.000Z`,
        isPartial: false,
        values: [sum?.billedNanos ?? 0n, sum?.meteredNanos ?? 0n],
        totalNanos: null,
      };
    }),
    totalNanos: 0n,
    namedCount: series.length,
    inputCount: series.length,
  };
}

/** Every day and model, in US dollars with every decimal. */
export function reconciledCsv({ lines }: Pick<InvoiceDetail, "lines">): string {
  const head = ["day", "model", "invoice_name", "status", "billed", "metered", "difference"];
  const rows = lines.map(({ day, model, name, status, billedNanos, meteredNanos, differenceNanos }) => [
    ...[day, model ?? "", model === null ? name : ""].map(csvField),
    ...[status, usdString(billedNanos), usdString(meteredNanos), usdString(differenceNanos)],
  ]);
  return `${[head, ...rows].map((row) => row.join(",")).join("\r\n")}\r\n`;
}
