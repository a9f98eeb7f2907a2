import { afterEach, expect, test } from "vitest";
import { LocalKeyRule, type Route } from "../../lib/protocol/config.ts";
import type { UsageEvent } from "../../lib/protocol/usage.ts";
import { ProviderHealth } from "../config/provider-health.ts";
import type { Admission } from "../ledger/admission.ts";
import { LiveTargets } from "../routing/live-targets.ts";
import { documentOf, practiceConnection, routeTo, ruleOf, targetOf } from "../testing/world.ts";
import { AnswerCache } from "./answer-cache.ts";
import type { CallParts } from "./gateway-call.ts";
import { KeyLimits } from "./key-limits.ts";
import { noOverrides } from "./overrides.ts";
import { MemorySink } from "./reply-sink.ts";
import { runCall } from "./run-call.ts";
import { CannedUpstream } from "./testing/canned-upstream.ts";
import { createUpstreamAgent } from "./upstream.ts";

const monotonicMs = () => 0;
const agent = createUpstreamAgent();
const upstreams: CannedUpstream[] = [];
afterEach(async () => {
  for (const upstream of upstreams.splice(0)) await upstream.stop();
});

function partsWith(more: Partial<CallParts>): { parts: CallParts; settled: UsageEvent[]; released: bigint[] } {
  const settled: UsageEvent[] = [];
  const released: bigint[] = [];
  const parts: CallParts = {
    keeper: {
      admit: () => Promise.resolve({ isAdmitted: true, hold: { nanos: 5n, leases: [] } }),
      settle: (_hold, facts) => {
        const event: UsageEvent = { ...facts, bootId: "", seq: 0, occurredAtMs: 0, kind: "call", charges: [] };
        settled.push(event);
        return event;
      },
      release: ({ nanos }) => released.push(nanos),
      flushed: () => Promise.resolve(),
      leftNanos: () => null,
    },
    health: new ProviderHealth(),
    live: new LiveTargets({ monotonicMs, random: () => 0.5 }),
    limits: new KeyLimits(monotonicMs),
    cache: new AnswerCache(),
    agent,
    connectionsOf: ({ document }) => document.connections,
    onSettled: () => undefined,
    nowMs: () => 0,
    random: () => 0.5,
    sleep: () => Promise.resolve(),
    inBackground: () => undefined,
    ...more,
  };
  return { parts, settled, released };
}

async function run(parts: CallParts, route: Route, baseUrl: string, gone: AbortSignal) {
  const document = documentOf(1, [practiceConnection(1, baseUrl)]);
  const settings = { ...document.settings, routes: { smart: route } };
  const config = { document: { ...document, settings }, keys: new Map() };
  const sink = new MemorySink(gone);
  const event = await runCall(parts, {
    ...{ config, api: "chat", surface: "chat", sink, headers: {}, overrides: noOverrides },
    body: { model: "smart", messages: [] },
    bodyBytes: 2,
    caller: LocalKeyRule.parse({ name: "tests", hash: "0".repeat(64) }),
    requestId: "req_1",
  });
  return { event, sink };
}

test("a caller that leaves while its call waits for money is charged nothing, and nothing is sent", async () => {
  const gone = new AbortController();
  const admit = (): Promise<Admission> => {
    gone.abort();
    return Promise.resolve({ isAdmitted: true, hold: { nanos: 5n, leases: [] } });
  };
  const world = partsWith({});
  const parts = { ...world.parts, keeper: { ...world.parts.keeper, admit } };
  const { event, sink } = await run(parts, routeTo([1]), "http://127.0.0.1:9/v1", gone.signal);
  expect(event).toBeNull();
  expect(world.released).toEqual([5n]);
  expect(world.settled).toEqual([]);
  expect(sink.hasBegun).toBe(false);
});

test("nothing more is tried for a caller who leaves during a pause", async () => {
  const upstream = await CannedUpstream.start();
  upstreams.push(upstream);
  upstream.answers.set("practice-small", { status: 500, body: '{"error":{"message":"No"}}' });
  const gone = new AbortController();
  const pauses: number[] = [];
  const { parts, settled } = partsWith({
    sleep: (ms) => {
      pauses.push(ms);
      gone.abort();
      return Promise.resolve();
    },
  });
  const route = routeTo([1, targetOf(1, "practice-large")]);
  const failure = { ...route.failure, retries: 3 };
  const { event, sink } = await run(parts, { ...route, failure }, upstream.baseUrl, gone.signal);
  expect(event).toBeNull();
  expect(sink.hasBegun).toBe(false);
  expect(pauses).toEqual([125]);
  expect(upstream.received.map(({ model }) => model)).toEqual(["practice-small"]);
  expect(settled).toMatchObject([{ status: "upstream_error", costNanos: 0n }]);
});

test("while the first target waits for money the second is not tried beside it: its budget may refuse the call", async () => {
  const upstream = await CannedUpstream.start();
  upstreams.push(upstream);
  const refusal = { rule: ruleOf(1), reason: "exhausted" as const, neededNanos: 5n, capNanos: 1n, resetsAtMs: null };
  const { parts } = partsWith({});
  let asked = 0;
  const admit = async (): Promise<Admission> => {
    if (asked++ > 0) return { isAdmitted: true, hold: { nanos: 5n, leases: [] } };
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    return { isAdmitted: false, refusal };
  };
  const route = routeTo([1, targetOf(1, "practice-large")]);
  const failure = { ...route.failure, hedgeAfterMs: 50 };
  const gone = new AbortController().signal;
  const keeper = { ...parts.keeper, admit };
  await expect(run({ ...parts, keeper }, { ...route, failure }, upstream.baseUrl, gone)).rejects.toMatchObject({
    status: 402,
    code: "budget_exhausted",
  });
  expect([asked, upstream.received]).toEqual([1, []]);
});
