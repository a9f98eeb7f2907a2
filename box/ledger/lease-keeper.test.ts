import { expect, onTestFinished, test } from "vitest";
import type { LeaseRequest, LeaseResponse } from "../../lib/protocol/lease.ts";
import { ServerTime, systemClock } from "../clock.ts";
import { FakeBank } from "../testing/fake-bank.ts";
import { waitFor } from "../testing/wait-for.ts";
import { quiet, ruleOf } from "../testing/world.ts";
import { LeaseKeeper } from "./lease-keeper.ts";
import { callFacts, openLedger, tempLedgerPath } from "./testing/fixture.ts";

const rule = ruleOf(1, { name: "Team" });

function setUp(cap: bigint, more: { stock?: bigint; post?: (request: LeaseRequest) => Promise<LeaseResponse> } = {}) {
  const bank = new FakeBank();
  bank.addBudget(rule.id, cap);
  bank.stock = more.stock ?? 0n;
  const { ledger, store } = openLedger(tempLedgerPath());
  const post = more.post ?? ((request: LeaseRequest) => Promise.resolve(bank.handleLeases(request)));
  const time = new ServerTime(systemClock);
  const keeper = new LeaseKeeper({ ledger, clock: systemClock, time, post, log: quiet, maxWaitMs: 400 });
  keeper.start();
  onTestFinished(() => keeper.stop());
  return { bank, ledger, store, keeper };
}

test("calls that come together wait for one request, and all of them are let in", async () => {
  const { bank, keeper } = setUp(1000n);
  keeper.setRules([rule]);
  await waitFor("the first answer", () => bank.requests === 1);
  const admissions = await Promise.all(Array.from({ length: 10 }, () => keeper.admit([rule], 100n)));
  expect(admissions.every((admission) => admission.isAdmitted)).toBe(true);
  expect(bank.requests).toBeLessThanOrEqual(3);
  expect(bank.violations).toEqual([]);
});

test("near the cap a burst is not refused as a whole: whoever fits is let in", async () => {
  const { keeper } = setUp(250n);
  keeper.setRules([rule]);
  const admissions = await Promise.all(Array.from({ length: 5 }, () => keeper.admit([rule], 100n)));
  expect(admissions.filter((admission) => admission.isAdmitted)).toHaveLength(2);
});

test("a call that only the others' worst case keeps out waits for them to settle", async () => {
  const { keeper } = setUp(100n);
  keeper.setRules([rule]);
  const first = await keeper.admit([rule], 100n);
  const second = keeper.admit([rule], 80n);
  if (!first.isAdmitted) throw new Error("the first fits");
  keeper.settle(first.hold, callFacts(10n));
  expect((await second).isAdmitted).toBe(true);
});

test("a refusal names the budget, its cap and its reset, and comes at once when nothing can help", async () => {
  const { keeper } = setUp(100n);
  keeper.setRules([rule]);
  const startedAt = performance.now();
  const refused = await keeper.admit([rule], 101n);
  expect(refused).toMatchObject({ isAdmitted: false, refusal: { reason: "exhausted", capNanos: 100n, rule } });
  expect(performance.now() - startedAt).toBeLessThan(300);
});

test("without the console a call that the lease does not cover is refused as unreachable", async () => {
  const { keeper } = setUp(100n, { post: () => Promise.reject(new Error("down")) });
  keeper.setRules([rule]);
  expect(await keeper.admit([rule], 1n)).toMatchObject({ isAdmitted: false, refusal: { reason: "unreachable" } });
});

test("a lost answer costs nothing: the box asks again and gets the same lease", async () => {
  let isLost = true;
  const bank = new FakeBank();
  bank.addBudget(rule.id, 1000n);
  const post = (request: LeaseRequest) => {
    const response = bank.handleLeases(request);
    if (!isLost) return Promise.resolve(response);
    isLost = false;
    return Promise.reject(new Error("the answer was lost"));
  };
  const { keeper } = setUp(0n, { post });
  keeper.setRules([rule]);
  const admission = await keeper.admit([rule], 600n);
  expect(admission.isAdmitted).toBe(true);
  expect(bank.leases.size).toBe(1);
  expect(bank.violations).toEqual([]);
});

test("when a budget leaves the configuration the rest of its lease goes back", async () => {
  const { bank, keeper, store } = setUp(1000n, { stock: 500n });
  keeper.setRules([rule]);
  await waitFor("a lease", () => bank.committed(rule.id) === 500n);
  const admission = await keeper.admit([rule], 100n);
  if (!admission.isAdmitted) throw new Error("the lease covers it");
  keeper.setRules([]);
  keeper.settle(admission.hold, callFacts(30n));
  await waitFor("the return", () => bank.committed(rule.id) === 30n);
  expect(store.listLeases()[0]?.account.returned).toBe(470n);
});

test("in a new period calls are charged to the new period's lease, and the old rest goes back", async () => {
  const { bank, keeper, ledger } = setUp(1000n, { stock: 400n });
  keeper.setRules([rule]);
  const old = await waitFor("a lease", () => ledger.findSpendable(rule.id));
  // The console cuts the period short; the box learns of it with the next lease.
  bank.rollPeriod(rule.id);
  Object.assign(old, { endsAtMs: Date.now() - 1000 });
  const admission = await waitFor("a call in the new period", async () => {
    const result = await keeper.admit([rule], 50n);
    return result.isAdmitted && result;
  });
  expect(admission.hold.leases[0]?.id).not.toBe(old.id);
  await waitFor("the old rest to be returned", () => bank.leases.get(old.id)?.returned === 400n);
  expect(bank.violations).toEqual([]);
});

test("an expired lease goes back, and calls go on with a new one", async () => {
  const { bank, keeper, ledger } = setUp(1000n, { stock: 400n });
  keeper.setRules([rule]);
  const old = await waitFor("a lease", () => ledger.findSpendable(rule.id));
  old.expiresAtMonotonicMs = performance.now();
  const inBank = bank.leases.get(old.id);
  if (!inBank) throw new Error("the bank knows its lease");
  inBank.expiresAtMs = 0;
  const admission = await keeper.admit([rule], 50n);
  expect(admission.isAdmitted && admission.hold.leases[0]?.id).not.toBe(old.id);
  await waitFor("the return", () => inBank.returned === 400n);
  expect(bank.violations).toEqual([]);
});

test("a lease is renewed when half of its life is over", async () => {
  const { bank, keeper, ledger } = setUp(1000n, { stock: 400n });
  bank.leaseSeconds = 2;
  keeper.setRules([rule]);
  const lease = await waitFor("a lease", () => ledger.findSpendable(rule.id));
  const first = lease.expiresAtMonotonicMs;
  await waitFor("more time", () => lease.expiresAtMonotonicMs > first + 900);
  expect(lease.account.granted).toBeGreaterThanOrEqual(400n);
});
