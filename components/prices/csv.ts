import { csvField } from "#lib/csv-field.ts";
import { usdString } from "#lib/money.ts";
import { comparePrices } from "#lib/prices/compare.ts";
import type { BookLine, PriceDifference } from "#lib/prices/schema.ts";
import type { DailyWindow } from "#lib/protocol/price.ts";
import { tokenBuckets } from "#lib/protocol/token-buckets.ts";

type Cell = string | number | null;

function csv(rows: Cell[][]): string {
  const lines = rows.map((row) => row.map((cell) => csvField(cell === null ? "" : String(cell))).join(","));
  return `${lines.join("\r\n")}\r\n`;
}

const clock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
const windowText = (daily: DailyWindow | null) =>
  daily ? `${clock(daily.startMinute)}-${clock(daily.endMinute)} UTC` : null;
const since = (fromMs: number) => (fromMs === 0 ? null : new Date(fromMs).toISOString());

/** One row per model, date, part of the day and tier; US dollars per million tokens with every decimal. */
export function bookCsv(lines: readonly BookLine[]): string {
  const head = [
    "provider",
    "model",
    "based_on",
    "source",
    "discount_percent",
    "from",
    "time_of_day",
    "above_input_tokens",
  ];
  const fees = ["per_request", "per_web_search", "context_tokens", "max_output_tokens"];
  const rows = lines.flatMap((line) => {
    const facts: Cell[] = [
      line.connectionName,
      line.id,
      line.basedOn,
      line.priceSource,
      line.discountBasisPoints / 100,
    ];
    const limits: Cell[] = [line.contextTokens, line.maxOutputTokens];
    const unpriced: Cell[] = [...facts, ...Array<Cell>(3 + tokenBuckets.length + 2).fill(null), ...limits];
    const priced = line.prices.flatMap(({ fromMs, daily, price }) =>
      price.tiers.map(({ aboveInputTokens, rates }): Cell[] => [
        ...facts,
        since(fromMs),
        windowText(daily),
        aboveInputTokens,
        ...tokenBuckets.map((bucket) => usdString(rates[bucket])),
        usdString(price.requestNanos),
        usdString(price.webSearchNanos),
        ...limits,
      ]),
    );
    return priced.length > 0 ? priced : [unpriced];
  });
  return csv([[...head, ...tokenBuckets, ...fees], ...rows]);
}

/** One row per rate that differs; a side that is empty did not know or offer the model. */
export function diffCsv(differences: readonly PriceDifference[]): string {
  const head = ["provider", "model", "from", "time_of_day", "above_input_tokens", "rate", "before", "after", "percent"];
  const rows = differences.flatMap(({ connectionName, model, before, after }) =>
    comparePrices(before, after).flatMap(({ fromMs, daily, aboveInputTokens, rates }) =>
      rates.map((rate): Cell[] => [
        connectionName,
        model,
        since(fromMs),
        windowText(daily),
        aboveInputTokens,
        rate.rate,
        rate.before === null ? null : usdString(rate.before),
        rate.after === null ? null : usdString(rate.after),
        rate.change === null ? null : (rate.change * 100).toFixed(2),
      ]),
    ),
  );
  return csv([head, ...rows]);
}
