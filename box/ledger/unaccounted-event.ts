import { noTokens, type UsageEvent } from "../../lib/protocol/usage.ts";

type Facts = Pick<UsageEvent, "bootId" | "seq" | "occurredAtMs" | "connectionId" | "charges" | "costNanos">;

/** Money that a crash left unexplained: all that an event can say that belongs to no call. */
export function unaccountedEvent(facts: Facts): UsageEvent {
  return {
    ...facts,
    kind: "unaccounted",
    route: "",
    model: "",
    caller: "",
    agent: "",
    status: "interrupted",
    tokens: noTokens,
    webSearches: 0,
    savedNanos: 0n,
    isEstimated: true,
    priceHash: "",
    latencyMs: 0,
    firstTokenMs: null,
    counted: [],
    callId: "",
    surface: "chat",
    attempt: 1,
    reason: "first",
    httpStatus: null,
    errorClass: null,
    runId: null,
  };
}
