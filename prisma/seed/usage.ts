import { randomUUID } from "node:crypto";
import type { UsageEvent } from "#lib/protocol/usage.ts";

/** A call that cost `costNanos`, charged to one lease or to none. */
export function usageEvent(
  facts: Partial<UsageEvent> & Pick<UsageEvent, "connectionId">,
  leaseId?: string,
): UsageEvent {
  const costNanos = facts.costNanos ?? 1_000_000n;
  return {
    bootId: randomUUID(),
    seq: 1,
    occurredAtMs: Date.now(),
    kind: "call",
    route: "smart",
    model: "practice-small",
    caller: "laptop",
    status: "ok",
    tokens: { input: 100, cacheRead: 0, output: 20, reasoning: 0 },
    costNanos,
    isEstimated: false,
    priceHash: "0".repeat(64),
    latencyMs: 12,
    firstTokenMs: null,
    charges: leaseId === undefined ? [] : [{ leaseId, nanos: costNanos }],
    ...facts,
  };
}
