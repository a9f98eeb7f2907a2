import { afterAll, beforeAll, expect, test } from "vitest";
import type { Price, PriceSchedule } from "../../lib/protocol/price.ts";
import { modelOf, practiceConnection, routeTo, ruleOf, targetOf, testPrice } from "../testing/world.ts";
import { type GatewayWorld, openai, startGatewayWorld } from "./testing/gateway-world.ts";

const hour = 3_600_000;
const day = 24 * hour;
const now = Date.now();
const minuteOf = (atMs: number) => Math.floor((atMs % day) / 60_000);
/** A flat price per request, so that the cost says which one was used. */
const flat = (hash: string, requestNanos: bigint): Price => ({ ...testPrice, hash: hash.repeat(64), requestNanos });
const usual = flat("1", 1_000_000n);
const later = flat("2", 2_000_000n);
const nightly = flat("3", 3_000_000n);
const rule = ruleOf(1);

const window = (fromMs: number, toMs: number) => ({
  startMinute: minuteOf(now + fromMs),
  endMinute: minuteOf(now + toMs),
});
const schedules: Record<string, { prices: PriceSchedule; expected: Price }> = {
  "begins-later": {
    prices: [
      { fromMs: 0, daily: null, price: usual },
      { fromMs: now + 2 * hour, daily: null, price: later },
    ],
    expected: usual,
  },
  "has-begun": {
    prices: [
      { fromMs: 0, daily: null, price: usual },
      { fromMs: now - hour, daily: null, price: later },
    ],
    expected: later,
  },
  // Around midnight the window wraps, which it may.
  "in-window": {
    prices: [
      { fromMs: 0, daily: null, price: usual },
      { fromMs: 0, daily: window(-2 * hour, 2 * hour), price: nightly },
    ],
    expected: nightly,
  },
  "out-of-window": {
    prices: [
      { fromMs: 0, daily: null, price: usual },
      { fromMs: 0, daily: window(2 * hour, 4 * hour), price: nightly },
    ],
    expected: usual,
  },
};

let world: GatewayWorld;
beforeAll(async () => {
  const models = Object.entries(schedules).map(([name, { prices }]) => modelOf(`practice-${name}`, { prices }));
  world = await startGatewayWorld({
    routes: {
      ...Object.fromEntries(Object.keys(schedules).map((name) => [name, routeTo([targetOf(7, `practice-${name}`)])])),
      plain: routeTo([targetOf(openai, "practice-plain")]),
    },
    connections: (provider) => [practiceConnection(7, provider.baseUrl, { kind: "openai", models })],
  });
  // Enough at hand that nothing is fetched while a test looks at what is left.
  world.fake.bank.stock = 5_000_000_000n;
  await world.post("/v1/chat/completions", { model: "plain", messages: [{ role: "user", content: "Warm" }] });
});
afterAll(() => world.stop());

const leftNow = () => world.box.enrolled?.keeper.leftNanos([rule]) ?? -1n;
const ask = (content: string, more: object = {}) =>
  world.post("/v1/chat/completions", {
    model: "plain",
    messages: [{ role: "user", content }],
    max_tokens: 50,
    ...more,
  });

test("what the budget has left is what the ledger has, less what this call still holds", async () => {
  await world.provider.script(["no_usage", "", ""], "practice-plain");
  const [held] = await world.eventsOf(1, () => ask("What is left?", { stream: false }));
  for (const stream of [false, true]) {
    const before = leftNow();
    const [event] = await world.eventsOf(1, async () => {
      const response = await ask(stream ? "Is left?" : "What is left?", { stream });
      await response.text();
      const left = BigInt(response.headers.get("x-kaihe-budget-left-nanos") ?? "-1");
      if (!stream) expect(left).toBe(before - (held?.costNanos ?? 0n));
      expect(left).toBeLessThan(before);
    });
    expect(leftNow()).toBe(before - (event?.costNanos ?? 0n));
  }
});

test.each(Object.keys(schedules))("the price in force is the one that counts: %s", async (name) => {
  const expected = schedules[name]?.expected;
  const [event] = await world.eventsOf(1, () =>
    world.post("/v1/chat/completions", { model: name, messages: [{ role: "user", content: "When?" }] }),
  );
  expect(event?.priceHash).toBe(expected?.hash);
  const perToken = (event?.costNanos ?? 0n) - (expected?.requestNanos ?? 0n);
  expect(perToken).toBeGreaterThan(0n);
  expect(perToken).toBeLessThan(1_000_000n);
});
