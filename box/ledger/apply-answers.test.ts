import { expect, test } from "vitest";
import type { LeaseRequest } from "../../lib/protocol/lease.ts";
import { applyAnswers } from "./apply-answers.ts";
import { KeeperWorld } from "./testing/keeper-world.ts";

/** Taken out by hand and seen red: the comparison with the current request. */
test("the answer to any request but the current one of this ledger changes nothing", () => {
  const world = new KeeperWorld({ cap: 1000n, stock: 100n });
  const { ledger } = world.box("one");
  const asks = [{ budgetId: world.rule.id, known: null, lastEpoch: 0, needNanos: 0n, burnNanosPerSecond: 0n }];
  const old: LeaseRequest = { ...ledger.beginExchange([]), returns: [], asks };
  const response = world.bank.handleLeases(old);
  const take = (request: LeaseRequest) =>
    applyAnswers(ledger, new Map(), { request, response, sentAtMs: world.time.clock.monotonicMs(), nowMs: 0 });
  const current = { ...ledger.beginExchange([]), returns: [], asks };
  take(old);
  take({ ...current, ledgerId: "another" });
  expect([...ledger.leases()]).toEqual([]);
  take(current);
  expect(ledger.findSpendable(world.rule.id)?.account.granted).toBe(100n);
});
