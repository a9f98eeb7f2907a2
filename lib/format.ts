import { usdString } from "./money.ts";

/** Decimals that show an amount honestly: cents for money one pays, more for the price of one call. */
export function usdDecimals(nanos: bigint): number {
  const abs = nanos < 0n ? -nanos : nanos;
  if (abs === 0n || abs >= 1_000_000_000n) return 2;
  if (abs >= 10_000_000n) return 4;
  if (abs >= 10_000n) return 6;
  return 9;
}

/** "$1.25"; rounded half away from zero to `decimals`, which follows from the size when not given. */
export function formatUsd(nanos: bigint, locale: string, decimals = usdDecimals(nanos)): string {
  return new Intl.NumberFormat(locale, {
    style: "currency",
    currency: "USD",
    minimumFractionDigits: Math.min(2, decimals),
    maximumFractionDigits: decimals,
    // usdString is a decimal numeral: formatted digit by digit, never by way of a float.
  }).format(usdString(nanos) as `${number}`);
}

/** All nine decimals that there are: for hover texts and tables of exact values. */
export function formatExactUsd(nanos: bigint, locale: string): string {
  return formatUsd(nanos, locale, 9);
}

export function formatCount(count: number, locale: string): string {
  return new Intl.NumberFormat(locale).format(count);
}

/** "12.3K": for axis labels and tiles. */
export function formatCompact(count: number, locale: string): string {
  return new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 }).format(count);
}

/** part ÷ whole between 0 and 1, to six decimals; 0 when there is no whole. */
export function shareOf(part: bigint, whole: bigint): number {
  return whole <= 0n ? 0 : Number((part * 1_000_000n) / whole) / 1_000_000;
}

export function formatPercent(share: number, locale: string): string {
  return new Intl.NumberFormat(locale, {
    style: "percent",
    maximumFractionDigits: share > 0 && share < 0.1 ? 1 : 0,
  }).format(share);
}

/** "340 ms" or "1.8 s". */
export function formatLatency(milliseconds: number, locale: string): string {
  const [value, unit] = milliseconds < 1000 ? [milliseconds, "millisecond"] : [milliseconds / 1000, "second"];
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit,
    unitDisplay: "short",
    maximumFractionDigits: unit === "second" ? 1 : 0,
  }).format(value);
}
