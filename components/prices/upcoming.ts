import type { Price, PriceSchedule } from "#lib/protocol/price.ts";

/** The first price of a schedule that has not begun yet. */
export function upcomingOf(schedule: PriceSchedule, nowMs: number): { at: string; price: Price } | null {
  const [next] = schedule.filter(({ fromMs }) => fromMs > nowMs).toSorted((a, b) => a.fromMs - b.fromMs);
  return next ? { at: new Date(next.fromMs).toISOString(), price: next.price } : null;
}
