import type { z } from "zod";
import type { SpendView } from "./schema.ts";

export interface SpendRow {
  bucket: Date;
  key: string;
  label: string;
  cost: bigint;
  requests: bigint;
  errors: bigint;
  input: bigint;
  cache_read: bigint;
  output: bigint;
  reasoning: bigint;
}

interface Input {
  rows: SpendRow[];
  /** Starts of all buckets, oldest first. */
  buckets: Date[];
  granularity: "hour" | "day";
  timezone: string;
  dataThrough: Date | null;
}

/** Rows by bucket and group to series of equal length, largest first. Sums are exact: every row lands in one bucket. */
export function toSpendView({ rows, buckets, granularity, timezone, dataThrough }: Input): z.output<typeof SpendView> {
  const indexOf = new Map(buckets.map((bucket, index) => [bucket.getTime(), index]));
  const series = new Map<string, z.output<typeof SpendView>["series"][number]>();
  const sum = { cost: 0n, requests: 0n, errors: 0n, input: 0n, cacheRead: 0n, output: 0n, reasoning: 0n };
  for (const row of rows) {
    const index = indexOf.get(row.bucket.getTime());
    // The query starts at the first bucket, so only a clock change can make a bucket nobody listed; it joins the one before.
    const at =
      index ??
      Math.max(
        0,
        buckets.findLastIndex((bucket) => bucket <= row.bucket),
      );
    const line = series.get(row.key) ?? {
      key: row.key,
      label: row.label,
      costNanos: 0n,
      requests: 0,
      points: buckets.map(() => 0n),
    };
    line.points[at] = (line.points[at] ?? 0n) + row.cost;
    line.costNanos += row.cost;
    line.requests += Number(row.requests);
    series.set(row.key, line);
    sum.cost += row.cost;
    sum.requests += row.requests;
    sum.errors += row.errors;
    sum.input += row.input;
    sum.cacheRead += row.cache_read;
    sum.output += row.output;
    sum.reasoning += row.reasoning;
  }
  return {
    granularity,
    timezone,
    buckets: buckets.map((bucket) => bucket.toISOString()),
    series: [...series.values()].toSorted((a, b) =>
      a.costNanos < b.costNanos ? 1 : a.costNanos > b.costNanos ? -1 : a.key < b.key ? -1 : 1,
    ),
    costNanos: sum.cost,
    requests: Number(sum.requests),
    errors: Number(sum.errors),
    tokens: {
      input: Number(sum.input),
      cacheRead: Number(sum.cacheRead),
      output: Number(sum.output),
      reasoning: Number(sum.reasoning),
    },
    dataThrough: dataThrough?.toISOString() ?? null,
  };
}
