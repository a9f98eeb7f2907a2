import { expect, test } from "vitest";
import type { Call, CallPage } from "#lib/calls/schema.ts";
import { noTokens } from "#lib/protocol/usage.ts";
import { findFresh, hasNewFacet, mergeFresh } from "./merge-fresh.ts";

const call = (id: string, second: number, facts: Partial<Call> = {}): Call => ({
  id,
  occurredAt: `2026-11-23T00:00:${String(second).padStart(2, "0")}.000Z`,
  kind: "call",
  callId: "",
  boxId: "box_1",
  boxName: "Lobby",
  connectionId: "prv_1",
  connectionName: "Practice",
  route: "smart",
  model: "small",
  caller: "laptop",
  surface: "chat",
  runId: null,
  status: "ok",
  errorClass: null,
  httpStatus: 200,
  attempt: 1,
  reason: "first",
  tokens: noTokens,
  costNanos: 0n,
  savedNanos: 0n,
  isEstimated: false,
  latencyMs: 1,
  firstTokenMs: null,
  ...facts,
});
const page = (...items: Call[]): CallPage => ({ items, next: null, total: { count: items.length, isCapped: false } });

test("only what the list has not is new, and it comes where its time puts it, a late one too", () => {
  const pages = [page(call("d", 40), call("b", 20)), page(call("a", 10))];
  const fresh = findFresh(pages, [call("e", 50), call("d", 40), call("c", 30), call("a", 10)]);
  expect(fresh.map(({ id }) => id)).toEqual(["e", "c"]);
  const merged = mergeFresh(pages, fresh);
  expect(merged.map(({ items }) => items.map(({ id }) => id))).toEqual([["e", "d", "c", "b"], ["a"]]);
  expect(merged[0]?.total?.count).toBe(4);
  expect(findFresh(merged, fresh)).toEqual([]);
  expect(mergeFresh([], fresh)).toEqual([]);
});

test("a route, target, box or caller that was not there yet is noticed", () => {
  const facets = {
    routes: ["smart"],
    targets: [{ connectionId: "prv_1", connectionName: "Practice", model: "small" }],
    boxes: [{ id: "box_1", name: "Lobby" }],
    callers: ["laptop"],
  };
  expect(hasNewFacet(facets, [call("a", 1)])).toBe(false);
  for (const facts of [{ route: "x" }, { model: "x" }, { connectionId: "x" }, { boxId: "x" }, { caller: "x" }]) {
    expect(hasNewFacet(facets, [call("a", 1, facts)])).toBe(true);
  }
});
