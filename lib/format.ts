import { usdString } from "./money.ts";

/** Decimals that show an amount honestly: cents for money one pays, more for the price of one call. */
export function usdDecimals(nanos: bigint): number {
  const abs = nanos < 0n ? -nanos : nanos;
  if (abs === 0n || abs >= 1_000_000_000n) return 2;
  if (abs >= 10_000_000n) return 4;
  if (abs >= 10_000n) return 6;
  return 9;
}

/**
 * "$1.25". Without `decimals` as many as the size needs; with it always that many, so that a column lines up. Rounded
 * half away from zero.
 */
export function formatUsd(nanos: bigint, locale: string, decimals?: number): string {
  return usdFormat(locale, decimals ?? 2, decimals ?? usdDecimals(nanos)).format(numeral(nanos));
}

/** All decimals that there are: for hover texts and tables of exact values. */
export function formatExactUsd(nanos: bigint, locale: string): string {
  return usdFormat(locale, 2, 9).format(numeral(nanos));
}

function usdFormat(locale: string, minimumFractionDigits: number, maximumFractionDigits: number): Intl.NumberFormat {
  return new Intl.NumberFormat(locale, {
    style: "currency",
    currency: "USD",
    minimumFractionDigits,
    maximumFractionDigits,
  });
}

/** Formatted digit by digit, never by way of a float; usdString always gives a decimal numeral. */
function numeral(nanos: bigint): `${number}` {
  return usdString(nanos) as `${number}`;
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

/** "82%", "0.4%"; what is almost nothing is "<0.1%", never "0%". */
export function formatPercent(share: number, locale: string): string {
  const least = 0.001;
  const isTiny = share > 0 && share < least;
  const text = new Intl.NumberFormat(locale, {
    style: "percent",
    maximumFractionDigits: share > 0 && share < 0.1 ? 1 : 0,
  }).format(isTiny ? least : share);
  return isTiny ? `<${text}` : text;
}

/** "38.21%" of hundredths of a percent, always with both decimals, so that what adds up to 100 % can be seen to. */
export function formatShare(hundredths: number, locale: string): string {
  return new Intl.NumberFormat(locale, {
    style: "percent",
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  }).format(hundredths / 10_000);
}

/** "+12.4%" or "−3%", of a change; not more than one decimal. */
export function formatChange(ratio: number, locale: string): string {
  return new Intl.NumberFormat(locale, {
    style: "percent",
    signDisplay: "exceptZero",
    maximumFractionDigits: Math.abs(ratio) < 1 ? 1 : 0,
  }).format(ratio);
}

/** "340ms" or "1.8s". */
export function formatLatency(milliseconds: number, locale: string): string {
  const [value, unit] = milliseconds < 1000 ? [milliseconds, "millisecond"] : [milliseconds / 1000, "second"];
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit,
    unitDisplay: "narrow",
    maximumFractionDigits: unit === "second" ? 1 : 0,
  }).format(value);
}
