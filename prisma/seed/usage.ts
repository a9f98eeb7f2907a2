import { randomUUID } from "node:crypto";
import { noTokens, type UsageEvent } from "#lib/protocol/usage.ts";

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
    agent: "",
    status: "ok",
    tokens: { ...noTokens, input: 100, output: 20 },
    webSearches: 0,
    savedNanos: 0n,
    costNanos,
    isEstimated: false,
    priceHash: "",
    latencyMs: 12,
    firstTokenMs: null,
    charges: leaseId === undefined ? [] : [{ leaseId, epoch: 0, nanos: costNanos }],
    counted: [],
    callId: "",
    surface: "chat",
    attempt: 1,
    reason: "first",
    httpStatus: 200,
    errorClass: null,
    runId: null,
    ...facts,
  };
}
