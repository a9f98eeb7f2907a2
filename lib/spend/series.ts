import type { z } from "zod";
import { tokenBuckets } from "../protocol/price.ts";
import { noTokens, type Tokens } from "../protocol/usage.ts";
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
  cache_write_5m: bigint;
  cache_write_1h: bigint;
  audio_input: bigint;
  audio_output: bigint;
  image_output: bigint;
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
  const sum = { cost: 0n, requests: 0n, errors: 0n };
  const tokens = { ...noTokens };
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
    const counts = tokensOfRow(row);
    for (const bucket of tokenBuckets) tokens[bucket] += counts[bucket];
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
    tokens,
    dataThrough: dataThrough?.toISOString() ?? null,
  };
}

/** The token columns of a row by bucket. */
export function tokensOfRow(row: Omit<SpendRow, "bucket" | "key" | "label" | "cost" | "requests" | "errors">): Tokens {
  return {
    input: Number(row.input),
    cacheRead: Number(row.cache_read),
    cacheWrite5m: Number(row.cache_write_5m),
    cacheWrite1h: Number(row.cache_write_1h),
    audioInput: Number(row.audio_input),
    output: Number(row.output),
    reasoning: Number(row.reasoning),
    audioOutput: Number(row.audio_output),
    imageOutput: Number(row.image_output),
  };
}
