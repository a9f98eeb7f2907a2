import type { BurnUpPoint } from "./schema.ts";

interface Input {
  /** Bounds of the buckets, oldest first; the first is the period's beginning. */
  edges: readonly Date[];
  /** Nothing was counted before: the budget's making, or the period's beginning. */
  from: Date;
  now: Date;
  /** Null for a budget without periods. */
  endsAt: Date | null;
  /** What was spent in the bucket that begins there. */
  spent: readonly { bucket: Date; nanos: bigint }[];
  capNanos: bigint;
  /** By the account, and where the pace leads; null for a period that is over or has no forecast. */
  forecast: { fromNanos: bigint; toNanos: bigint } | null;
}

/** One point for each bound and one for now, which stands for the bucket that is filling. */
export function burnUpPoints(input: Input): BurnUpPoint[] {
  const { edges, from, now, endsAt, forecast, capNanos } = input;
  const first = edges[0];
  if (!first) return [];
  const sums = sumsOf(input);
  const isRunning = endsAt === null || now < endsAt;
  const inside = [...edges, from, ...(isRunning ? [now] : [])].filter((at) => at >= first);
  const moments = [...new Map(inside.map((at) => [at.getTime(), at])).values()].toSorted((a, b) => +a - +b);
  return moments.map((at) => ({
    at: at.toISOString(),
    spentNanos: at < from || at > now ? null : spentBy(at, sums, now),
    evenNanos: endsAt === null ? null : between(first, endsAt, at, 0n, capNanos),
    forecastNanos:
      forecast && endsAt && at >= now ? between(now, endsAt, at, forecast.fromNanos, forecast.toNanos) : null,
  }));
}

interface Sum {
  /** Null for what lies behind the last bound. */
  end: Date | null;
  /** Since the beginning, with this bucket. */
  nanos: bigint;
}

/** What was spent by each bucket's end. A bucket that nobody listed, as a clock change may make, joins the one before. */
function sumsOf({ edges, spent }: Pick<Input, "edges" | "spent">): Sum[] {
  const buckets = edges.map(() => 0n);
  for (const { bucket, nanos } of spent) {
    const index = Math.max(
      0,
      edges.findLastIndex((edge) => edge <= bucket),
    );
    buckets[index] = (buckets[index] ?? 0n) + nanos;
  }
  let total = 0n;
  return buckets.map((nanos, index) => {
    total += nanos;
    return { end: edges[index + 1] ?? null, nanos: total };
  });
}

/** By now, all of it; by an earlier bound, what the buckets before it have. */
function spentBy(at: Date, sums: readonly Sum[], now: Date): bigint {
  return sums.findLast(({ end }) => at >= now || (end !== null && end <= at))?.nanos ?? 0n;
}

function between(start: Date, end: Date, at: Date, from: bigint, to: bigint): bigint {
  const wholeMs = BigInt(end.getTime() - start.getTime());
  return wholeMs <= 0n ? to : from + ((to - from) * BigInt(at.getTime() - start.getTime())) / wholeMs;
}
