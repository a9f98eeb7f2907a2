import { type TokenBucket, tokenBuckets } from "../protocol/token-buckets.ts";
import type { UsageEvent } from "../protocol/usage.ts";

/** An event with its time by the console's clock. */
export type TimedEvent = UsageEvent & { reportedAtMs: number; clockSkewMs: number };

export type RollupKey = {
  hourMs: number;
  connectionId: string;
  model: string;
  agent: string;
  caller: string;
};

/** What one hour adds to one row of the rollup. */
export type Rollup = RollupKey & {
  requests: number;
  errors: number;
  tokens: Record<TokenBucket, bigint>;
  webSearches: bigint;
  costNanos: bigint;
  savedNanos: bigint;
};

const hourMs = 3_600_000;

/** Events of one box by hour (UTC), connection, model, agent and caller, in the order of those keys. */
export function rollUp(events: readonly TimedEvent[]): Rollup[] {
  const rows = new Map<string, Rollup>();
  for (const event of events) {
    const { connectionId, model, agent, caller } = event;
    const key = { hourMs: event.occurredAtMs - (event.occurredAtMs % hourMs), connectionId, model, agent, caller };
    const text = JSON.stringify(Object.values(key));
    const row = rows.get(text) ?? emptyRollup(key);
    rows.set(text, row);
    row.requests += event.kind === "call" ? 1 : 0;
    row.errors += event.kind === "call" && event.status !== "ok" ? 1 : 0;
    for (const bucket of tokenBuckets) row.tokens[bucket] += BigInt(event.tokens[bucket]);
    row.webSearches += BigInt(event.webSearches);
    row.costNanos += event.costNanos;
    row.savedNanos += event.savedNanos;
  }
  // The same order in every transaction, so that two that add to the same rows never wait for each other.
  return [...rows.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

function emptyRollup(key: RollupKey): Rollup {
  const tokens = Object.fromEntries(tokenBuckets.map((bucket) => [bucket, 0n])) as Record<TokenBucket, bigint>;
  return { ...key, requests: 0, errors: 0, tokens, webSearches: 0n, costNanos: 0n, savedNanos: 0n };
}
