import { expect, test } from "vitest";
import { freeNanos } from "./core.ts";
import { KeeperWorld } from "./testing/keeper-world.ts";

/**
 * In virtual time: hours of traffic in an instant. Guards that were taken out by hand and seen red here: the returns of an
 * idle box, after a minute and after ten; that it asks for nothing; that one which gave its stock back waits until less
 * than one call is left; that a scarce answer stops asks for stock; the return of a remainder; the pause between
 * two rounds of asking about everything.
 */

const minute = 60_000;
const freeOf = (box: ReturnType<KeeperWorld["box"]>, world: KeeperWorld) => {
  const lease = box.ledger.findSpendable(world.rule.id);
  return lease ? freeNanos(lease.account) : 0n;
};

test("a healthy box under a constant load never waits for money once it has warmed up", async () => {
  const world = new KeeperWorld({ cap: 10_000_000n, stock: 20_000n });
  const { keeper } = world.box("one");
  keeper.setRules([world.rule]);
  await world.time.pass(1000);
  const waited: (number | null)[] = [];
  for (let turn = 0; turn < 3000; turn++) {
    // Twenty calls a second, each 400 ms long.
    void world.call(keeper, { hold: 500n, cost: 100n, ms: 400 }).then((ms) => turn >= 20 && waited.push(ms));
    await world.time.pass(50);
  }
  await world.time.pass(1000);
  expect(waited).toHaveLength(2980);
  expect(waited.filter((ms) => ms !== 0)).toEqual([]);
  expect(world.bank.violations).toEqual([]);
});

test("an idle box gives back all but two calls, after ten minutes all, and then asks for nothing", async () => {
  const world = new KeeperWorld({ cap: 1_000_000n, stock: 100_000n });
  const box = world.box("one");
  box.keeper.setRules([world.rule]);
  await world.time.pass(1000);
  const call = world.call(box.keeper, { hold: 1000n, cost: 300n });
  await world.time.pass(100);
  expect(await call).toBe(0);
  await world.time.pass(minute - 2000);
  expect(freeOf(box, world)).toBeGreaterThan(90_000n);
  await world.time.pass(3000);
  expect(freeOf(box, world)).toBe(2000n);
  await world.time.pass(10 * minute);
  expect(freeOf(box, world)).toBe(0n);
  expect(world.bank.committed(world.rule.id)).toBe(300n);
  const requests = world.bank.requests;
  await world.time.pass(23 * 60 * minute);
  expect(world.bank.requests).toBe(requests);
  // A day after its last grant the lease is over, and the console is told once.
  await world.time.pass(2 * 60 * minute);
  expect(world.bank.requests).toBe(requests + 1);
});

test.each([2, 5])("slow traffic, a call every %i minutes, neither waits nor swings", async (minutes) => {
  const world = new KeeperWorld({ cap: 1_000_000_000n, stock: 100_000n });
  const { keeper } = world.box("one");
  keeper.setRules([world.rule]);
  await world.time.pass(1000);
  let waits = 0;
  const callsPerHour = 60 / minutes;
  const turns = 6 * callsPerHour;
  for (let turn = 0; turn < turns; turn++) {
    const call = world.call(keeper, { hold: 1000n, cost: 200n });
    await world.time.pass(minutes * minute);
    waits += (await call) === 0 ? 0 : 1;
  }
  expect(waits).toBe(0);
  // A fetch and a return for about six calls: each costs a fifth of its hold.
  expect(world.bank.requests / 6).toBeLessThan(callsPerHour / 2);
});

test("while others lack money a box keeps what its next call needs, and takes no stock", async () => {
  const world = new KeeperWorld({ cap: 100_000n, stock: 40_000n });
  const [rich, poor] = [world.box("rich"), world.box("poor")];
  rich.keeper.setRules([world.rule]);
  await world.time.pass(1000);
  world.bank.scarceBelow = 200_000n;
  world.bank.stock = 0n;
  const call = world.call(rich.keeper, { hold: 1000n, cost: 300n });
  await world.time.pass(100);
  await call;
  rich.keeper.nudge();
  await world.time.pass(1000);
  expect(freeOf(rich, world)).toBeLessThanOrEqual(1000n);
  poor.keeper.setRules([world.rule]);
  const large = world.call(poor.keeper, { hold: 98_000n, cost: 50_000n });
  await world.time.pass(500);
  expect(await large).not.toBeNull();
  await world.time.pass(65_000);
  expect(freeOf(rich, world)).toBe(0n);
  expect(world.bank.violations).toEqual([]);
});

test("while others lack money a busy box asks for what its calls need and for nothing else", async () => {
  const world = new KeeperWorld({ cap: 1_000_000n });
  world.bank.scarceBelow = 2_000_000n;
  const { keeper } = world.box("one");
  keeper.setRules([world.rule]);
  await world.time.pass(1000);
  const before = world.bank.exchanges.length;
  for (let turn = 0; turn < 100; turn++) {
    const call = world.call(keeper, { hold: 1000n, cost: 700n, ms: 300 });
    await world.time.pass(500);
    expect(await call).not.toBeNull();
  }
  const asks = world.bank.exchanges.slice(before).flatMap((request) => request.asks);
  expect(asks.length).toBeGreaterThan(30);
  expect(asks.filter(({ needNanos }) => needNanos === 0n)).toEqual([]);
});

test("the last dollar is usable: what every box has too little of for a call adds up for one of them", async () => {
  const world = new KeeperWorld({ cap: 10_000n });
  const boxes = ["a", "b", "c", "d"].map((name) => world.box(name));
  for (const { keeper } of boxes) keeper.setRules([world.rule]);
  await world.time.pass(1000);
  let done = 0;
  for (let turn = 0; turn < 400; turn++) {
    const box = boxes[turn % boxes.length];
    if (!box) throw new Error("there are four");
    const call = world.call(box.keeper, { hold: 1000n, cost: 170n });
    await world.time.pass(700);
    if ((await call) !== null) done++;
    else for (const { keeper } of boxes) keeper.nudge();
  }
  // Nothing beyond the last call's worst case is left: (10,000 − 1,000) / 170 calls fit at least.
  expect(done).toBeGreaterThanOrEqual(53);
  expect(world.bank.committed(world.rule.id)).toBeLessThanOrEqual(10_000n);
  expect(world.bank.violations).toEqual([]);
});

test("a remainder that is too small for the call which was refused goes back at once", async () => {
  const world = new KeeperWorld({ cap: 1000n, stock: 600n });
  const box = world.box("one");
  box.keeper.setRules([world.rule]);
  await world.time.pass(300);
  expect(freeOf(box, world)).toBe(600n);
  world.bank.budgets.set(world.rule.id, { ...worldBudget(world), cap: 600n });
  const call = world.call(box.keeper, { hold: 700n, cost: 1n });
  await world.time.pass(500);
  expect(await call).toBeNull();
  expect(world.bank.committed(world.rule.id)).toBe(0n);
});

test("a hint makes the box ask about what it has enough of, once a second however many come", async () => {
  const world = new KeeperWorld({ cap: 1_000_000n, stock: 100_000n });
  const box = world.box("one");
  box.keeper.setRules([world.rule]);
  await world.time.pass(5000);
  const before = world.bank.requests;
  for (let hint = 0; hint < 40; hint++) {
    box.keeper.nudge();
    await world.time.pass(100);
  }
  const asked = world.bank.requests - before;
  expect(asked).toBeGreaterThanOrEqual(4);
  expect(asked).toBeLessThanOrEqual(5);
  expect(world.bank.exchanges.at(-1)?.asks).toMatchObject([{ needNanos: 0n }]);
});

function worldBudget(world: KeeperWorld) {
  const budget = world.bank.budgets.get(world.rule.id);
  if (!budget) throw new Error("the world has a budget");
  return budget;
}
