import { noTokens } from "../protocol/usage.ts";
import type { Breakdown, StatementContent } from "./schema.ts";

/** A statement of October with little in it. */
export function statementContent(given: Partial<StatementContent> = {}): StatementContent {
  const none: Breakdown = { items: [], others: null };
  return {
    version: 1,
    id: "stm_01kaxw5k8te1tr7w7fzw6x1abc",
    org: { id: "org_1", name: "Kaihe Labs" },
    month: "2026-10",
    timezone: "Asia/Shanghai",
    startsOn: "2026-10-01",
    endsOn: "2026-10-31",
    closedAt: "2026-11-03T00:00:00.000Z",
    dataThrough: "2026-11-02T23:00:00.000Z",
    previousHash: null,
    meteredNanos: 0n,
    requests: 0,
    errors: 0,
    tokens: noTokens,
    late: { nanos: 0n, months: [], otherNanos: 0n },
    totalNanos: 0n,
    subscriptionNanos: null,
    runRate: { nanos: null, isEarly: false },
    budget: null,
    by: { provider: none, model: none, channel: none, box: none, agent: none },
    days: [],
    ...given,
  };
}
