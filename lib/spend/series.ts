import type { z } from "zod";
import type { Tokens } from "../protocol/usage.ts";
import type { Bucket } from "./buckets.ts";
import { maxDrawn, maxPairs, type SpendPair, type SpendSeries, type SpendView } from "./schema.ts";
import { type DayWindow, nextBucket } from "./window.ts";

/** Everything a query is about, as the database sums it. */
export interface Totals {
  requests: bigint;
  errors: bigint;
  cost_nanos: bigint;
  saved_nanos: bigint;
  web_searches: bigint;
  input_tokens: bigint;
  cache_read_tokens: bigint;
  cache_write_5m_tokens: bigint;
  cache_write_1h_tokens: bigint;
  audio_input_tokens: bigint;
  output_tokens: bigint;
  reasoning_tokens: bigint;
  audio_output_tokens: bigint;
  image_output_tokens: bigint;
}

/** Totals of a key, largest first; key null: `count` others as one. */
export interface KeyRow {
  key: string | null;
  count: bigint;
  cost: bigint;
  requests: bigint;
  errors: bigint;
}

/** Cost of a key in a bucket; key null: all that is not drawn by name. */
export interface PointRow {
  bucket: string;
  key: string | null;
  cost: bigint;
}

export interface PairRow {
  key: string;
  inner: string;
  cost: bigint;
  requests: bigint;
}

export interface Moments {
  previous: Date;
  ends_at: Date;
  /** The first hour with any usage. */
  first_usage: Date | null;
  through: Date | null;
}

interface Input {
  window: DayWindow;
  zone: string;
  today: string;
  buckets: readonly Bucket[];
  totals: Totals;
  points: readonly PointRow[];
  keys: readonly KeyRow[];
  /** Of the period before by key; null when nobody asked. */
  before: ReadonlyMap<string, bigint> | null;
  pairs: readonly PairRow[];
  labels: ReadonlyMap<string, string>;
  innerLabels: ReadonlyMap<string, string>;
  moments: Moments;
}

/** Rows of the database to the answer. Sums are exact: every row lands in one bucket and one key, or in what is left. */
export function toSpendView(input: Input): z.output<typeof SpendView> {
  const { window, zone, buckets, moments, before } = input;
  const drawn = pointsByKey(input);
  const named = input.keys.filter((row) => row.key !== null);
  const rest = input.keys.find((row) => row.key === null);
  const series = named.map((row, index) => toSeries(row, { input, points: index < maxDrawn ? drawn : null }));
  const previous = before ? sum([...before.values()]) : null;
  const namedBefore = sum(series.map(({ previousNanos }) => previousNanos ?? 0n));
  return {
    ...measured(input.keys),
    tokens: tokensOfRow(input.totals),
    granularity: window.granularity,
    timezone: zone,
    startsAt: (buckets[0]?.startsAt ?? moments.ends_at).toISOString(),
    endsAt: moments.ends_at.toISOString(),
    previousStartsAt: before ? moments.previous.toISOString() : null,
    previousNanos: previous,
    buckets: buckets.map(({ startsAt }) => startsAt.toISOString()),
    ...partial(input),
    series,
    // What was spent before by keys that spend nothing now is of no series, and counts here.
    rest:
      rest || (previous !== null && previous > namedBefore)
        ? {
            ...measured(rest ? [rest] : []),
            count: Number(rest?.count ?? 0n),
            previousNanos: previous === null ? null : previous - namedBefore,
          }
        : null,
    restPoints: drawn.get(null) ?? null,
    pairs: input.pairs.slice(0, maxPairs).map((pair) => toPair(pair, input.innerLabels)),
    isCut: input.pairs.length > maxPairs,
    dataThrough: moments.through?.toISOString() ?? null,
  };
}

function toSeries(
  row: KeyRow,
  { input, points }: { input: Input; points: ReadonlyMap<string | null, (bigint | null)[]> | null },
): z.output<typeof SpendSeries> {
  const key = row.key ?? "";
  return {
    ...measured([row]),
    key,
    label: input.labels.get(key) ?? key,
    previousNanos: input.before ? (input.before.get(key) ?? 0n) : null,
    points: points ? (points.get(key) ?? blank(input)) : null,
  };
}

function toPair(
  { key, inner, cost, requests }: PairRow,
  labels: ReadonlyMap<string, string>,
): z.output<typeof SpendPair> {
  return { key, inner, innerLabel: labels.get(inner) ?? inner, costNanos: cost, requests: Number(requests) };
}

/** Nothing can be known of a bucket that ended before the first usage; that is a gap and not a zero. */
function blank({ buckets, moments }: Input): (bigint | null)[] {
  return buckets.map((_bucket, index) => {
    const next = buckets[index + 1]?.startsAt ?? null;
    const isBefore = moments.first_usage === null || (next !== null && next <= moments.first_usage);
    return isBefore ? null : 0n;
  });
}

function pointsByKey(input: Input): Map<string | null, (bigint | null)[]> {
  const indexOf = new Map(input.buckets.map(({ key }, index) => [key, index]));
  const lines = new Map<string | null, (bigint | null)[]>();
  for (const { bucket, key, cost } of input.points) {
    const index = indexOf.get(bucket);
    // Hours ahead of now, of a box whose clock is: they join the last bucket, so that nothing is lost.
    const at = index ?? input.buckets.length - 1;
    const line = lines.get(key) ?? blank(input);
    line[at] = (line[at] ?? 0n) + cost;
    lines.set(key, line);
  }
  return lines;
}

function partial({ window, today, buckets }: Input): { isFirstPartial: boolean; isLastPartial: boolean } {
  const { granularity, from, to } = window;
  const [first, last] = [buckets[0], buckets.at(-1)];
  const isRunning = to > today;
  if (granularity === "hour" || !first || !last) return { isFirstPartial: false, isLastPartial: isRunning };
  return { isFirstPartial: first.key < from, isLastPartial: isRunning || nextBucket(last.key, granularity) > to };
}

function measured(rows: readonly KeyRow[]) {
  return {
    costNanos: sum(rows.map(({ cost }) => cost)),
    requests: Number(sum(rows.map(({ requests }) => requests))),
    errors: Number(sum(rows.map(({ errors }) => errors))),
  };
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}

/** The token columns of a row by bucket. */
export function tokensOfRow(
  row: Omit<Totals, "requests" | "errors" | "cost_nanos" | "saved_nanos" | "web_searches">,
): Tokens {
  return {
    input: Number(row.input_tokens),
    cacheRead: Number(row.cache_read_tokens),
    cacheWrite5m: Number(row.cache_write_5m_tokens),
    cacheWrite1h: Number(row.cache_write_1h_tokens),
    audioInput: Number(row.audio_input_tokens),
    output: Number(row.output_tokens),
    reasoning: Number(row.reasoning_tokens),
    audioOutput: Number(row.audio_output_tokens),
    imageOutput: Number(row.image_output_tokens),
  };
}
