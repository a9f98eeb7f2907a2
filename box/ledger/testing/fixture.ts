import { randomUUID } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { noTokens } from "../../../lib/protocol/usage.ts";
import { ServerTime, systemClock } from "../../clock.ts";
import { type CallFacts, type Grant, Ledger } from "../ledger.ts";
import { SqliteStore } from "../sqlite-store.ts";
import { testId } from "./ids.ts";

export function tempLedgerPath(): string {
  return join(mkdtempSync(join(tmpdir(), "kaihe-ledger-")), "ledger.sqlite");
}

/** A ledger on the file as a starting box opens it. */
export function openLedger(path: string) {
  const store = new SqliteStore(path);
  const ledger = new Ledger({ store, clock: systemClock, time: new ServerTime(systemClock), bootId: randomUUID() });
  return { store, ledger };
}

/** A lease for budget `number` that covers today and lives a minute. */
export function grantOf(number: number, grantedNanos: bigint, more: Partial<Grant> = {}): Grant {
  const now = Date.now();
  return {
    id: testId("lse", number),
    budgetId: testId("bud", number),
    epoch: 1,
    startsAtMs: now - 60_000,
    endsAtMs: now + 3_600_000,
    grantedNanos,
    expiresAtMonotonicMs: performance.now() + 60_000,
    ...more,
  };
}

export function callFacts(costNanos: bigint): CallFacts {
  return {
    connectionId: testId("prv", 1),
    route: "smart",
    model: "practice-small",
    caller: "test",
    agent: "",
    status: "ok",
    tokens: { ...noTokens, input: 1, output: 1 },
    webSearches: 0,
    savedNanos: 0n,
    costNanos,
    isEstimated: false,
    priceHash: "",
    latencyMs: 1,
    firstTokenMs: null,
    callId: "call",
    surface: "chat",
    attempt: 1,
    reason: "first",
    httpStatus: 200,
    errorClass: null,
    runId: null,
    counted: [],
  };
}
