import { formatCompact, formatUsd } from "#lib/format.ts";
import { NANOS_PER_USD } from "#lib/money.ts";

/** Pixels around what is drawn: the surface over a chart (surface.tsx) stands exactly on its plot. */
export const plot = { height: 260, left: 64, top: 8, bottom: 30, right: 12 } as const;

/** Room for what is written at a line's end. */
export const endValueRight = 64;

const tick = { fill: "var(--muted)", fontSize: 11 };

/** How every chart draws its axis of time. */
export const timeAxisLook = {
  tick,
  tickLine: false,
  axisLine: { stroke: "var(--border)" },
  minTickGap: 28,
  height: plot.bottom,
};

const valueAxisLook = { width: plot.left, tick, tickLine: false, axisLine: false };

/** How every chart draws its axis of money; values are US dollars, for pixels only. */
export function moneyAxisLook(locale: string) {
  return {
    ...valueAxisLook,
    tickCount: 5,
    tickFormatter: (usd: number) => axisUsd(usd, locale),
  };
}

/** "$1.2M" has room beside a chart, "$1,234,567.00" has not. */
function axisUsd(usd: number, locale: string): string {
  if (Math.abs(usd) >= 10_000) return usd < 0 ? `-$${formatCompact(-usd, locale)}` : `$${formatCompact(usd, locale)}`;
  const nanos = BigInt(Math.round(usd * Number(NANOS_PER_USD)));
  return formatUsd(nanos, locale, Math.abs(usd) >= 10 ? 0 : undefined);
}

/** The axis of shares, 0 to 100 %; values are hundredths of a percent. */
export const shareAxisLook = {
  ...valueAxisLook,
  domain: [0, 10_000],
  ticks: [0, 2500, 5000, 7500, 10_000],
  tickFormatter: (share: number) => `${share / 100}%`,
};
