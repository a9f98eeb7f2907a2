import type { SpendSeries, SpendView } from "../spend/schema.ts";
import { type Breakdown, maxStatementKeys } from "./schema.ts";

type Answer = Pick<SpendView, "costNanos" | "requests" | "series">;

/**
 * The `most` largest keys of an answer and everything else as one line. Others are the totals less what is named, so that the
 * list sums to the total to the nano-dollar and to the call.
 */
export function breakdownOf(
  { costNanos, requests, series, rest }: Answer & { rest: { count: number } | null },
  most = maxStatementKeys,
): Breakdown {
  const items = series.slice(0, most).map((one) => ({
    key: one.key,
    label: one.label,
    costNanos: one.costNanos,
    requests: one.requests,
  }));
  const count = series.length - items.length + (rest?.count ?? 0);
  if (count === 0) return { items, others: null };
  const named = (amount: (one: SpendSeries) => bigint) =>
    series.slice(0, most).reduce((sum, one) => sum + amount(one), 0n);
  return {
    items,
    others: {
      count,
      costNanos: costNanos - named((one) => one.costNanos),
      requests: requests - Number(named((one) => BigInt(one.requests))),
    },
  };
}

/** What each bucket of an answer cost, whatever it is split by; where nothing is known nothing was spent. */
export function bucketSums({ buckets, series, restPoints }: Pick<SpendView, "buckets" | "series" | "restPoints">) {
  return buckets.map((_, at) => series.reduce((sum, { points }) => sum + (points?.[at] ?? 0n), restPoints?.[at] ?? 0n));
}
