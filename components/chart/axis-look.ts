import { formatUsd } from "#lib/format.ts";
import { NANOS_PER_USD } from "#lib/money.ts";

const tick = { fill: "var(--muted)", fontSize: 11 };

/** How every chart draws its axis of time. */
export const timeAxisLook = { tick, tickLine: false, axisLine: { stroke: "var(--border)" }, minTickGap: 28 };

/** How every chart draws its axis of money; values are US dollars, for pixels only. */
export function moneyAxisLook(locale: string) {
  return {
    width: 64,
    tickCount: 5,
    tickFormatter: (usd: number) => formatUsd(BigInt(Math.round(usd * Number(NANOS_PER_USD))), locale),
    tick,
    tickLine: false,
    axisLine: false,
  };
}
