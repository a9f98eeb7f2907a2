import { afterAll, beforeAll, expect, test } from "vitest";
import type { BudgetRule } from "../../lib/protocol/budget.ts";
import type { Route } from "../../lib/protocol/config.ts";
import type { Price } from "../../lib/protocol/price.ts";
import { keyRule, localKey, modelOf, practiceConnection, routeTo, targetOf, testPrice } from "../testing/world.ts";
import { type GatewayWorld, local, startGatewayWorld } from "./testing/gateway-world.ts";

/**
 * Guards that were taken out by hand and seen red here: the end under `deny` and under a paused budget, the comparison of
 * bounds under `cheaper`, the channel under `local`, the strictest of several refusals, the agent of the key before the
 * header's, the limit on the number of budgets, that a shortened answer is not kept. (The hedge's wait: run-call.test.ts.)
 */

const times = (factor: bigint): Price => ({
  ...testPrice,
  tiers: testPrice.tiers.map((tier) => ({
    ...tier,
    rates: { ...tier.rates, input: tier.rates.input * factor, output: tier.rates.output * factor },
  })),
});
const model = (id: string, factor: bigint) =>
  modelOf(id, { prices: [{ fromMs: 0, daily: null, price: times(factor) }] });

/** Connections by number, each under a tiny budget of its own with that action. */
const poor: Record<string, { connection: number; rule: Partial<BudgetRule> }> = {
  deny: { connection: 21, rule: { onExhausted: "deny" } },
  cheaper: { connection: 22, rule: { onExhausted: "cheaper" } },
  local: { connection: 23, rule: { onExhausted: "local" } },
  paused: { connection: 24, rule: { isPaused: true, onExhausted: "cheaper" } },
  mixed: { connection: 25, rule: { onExhausted: "cheaper" } },
};
const usual = 30;
const cheap = 31;
const dear = 32;
const at = (connection: number) => targetOf(connection, "practice-priced");
const llama = targetOf(local, "llama3.2:3b");
const from = (name: string) => at(poor[name]?.connection ?? 0);

const routes: Record<string, Route> = {
  deny: routeTo([from("deny"), at(cheap)], { lastResort: llama }),
  "deny-hedged": routeTo([from("deny"), at(cheap)], { failure: { ...routeTo([1]).failure, hedgeAfterMs: 50 } }),
  cheaper: routeTo([from("cheaper"), at(dear), at(usual), at(cheap)]),
  "cheaper-last": routeTo([from("cheaper"), at(dear)], { lastResort: at(dear) }),
  "cheaper-none": routeTo([from("cheaper"), at(dear)]),
  local: routeTo([from("local"), at(cheap), llama]),
  "local-last": routeTo([from("local"), at(cheap)], { lastResort: llama }),
  "local-far": routeTo([from("local")], { lastResort: at(cheap) }),
  mixed: routeTo([from("mixed"), at(cheap)], { lastResort: llama }),
  "then-local": routeTo([from("cheaper"), targetOf(23, "practice-less"), at(cheap), llama]),
  paused: routeTo([from("paused"), at(cheap)], { lastResort: llama }),
  plain: routeTo([at(usual)]),
  short: routeTo([at(34)], { cacheSeconds: 60 }),
  crowded: routeTo([at(33)]),
};

let world: GatewayWorld;
beforeAll(async () => {
  const tiny = Object.values(poor).map(({ connection, rule }, index) => ({
    ...{ number: 10 + index, connection, capNanos: 1000n, rule },
  }));
  const crowd = Array.from({ length: 33 }, (_, index) => ({ number: 50 + index, connection: 33, capNanos: 1000n }));
  world = await startGatewayWorld({
    routes,
    connections: (provider) =>
      [
        ...Object.values(poor).map(({ connection }) => [connection, 4n] as const),
        ...([
          [usual, 4n],
          [cheap, 1n],
          [dear, 9n],
          [33, 1n],
          [34, 1n],
        ] as const),
      ].map(([number, factor]) =>
        practiceConnection(number, provider.baseUrl, {
          models: [model("practice-priced", factor), model("practice-less", 2n)],
        }),
      ),
    budgets: [
      ...tiny,
      ...crowd,
      { number: 21, connection: 34, capNanos: 400_000n },
      { number: 20, connection: 25, capNanos: 1000n, rule: { onExhausted: "local" } },
      { number: 1, connection: null, capNanos: 50_000_000_000n },
      { number: 2, connection: null, capNanos: 1000n, rule: { name: "Coder", agent: "coder" } },
      { number: 3, connection: null, capNanos: 0n, rule: { isSoft: true, channel: "direct" } },
      { number: 4, connection: null, capNanos: 0n, rule: { isSoft: true, modelFamily: "other" } },
    ],
    localKeys: [keyRule("tests", localKey), keyRule("robot", "kl_robot", { agent: "robot" })],
  });
}, 60_000);
afterAll(async () => {
  await world.untilNothingIsHeld();
  expect(world.fake.bank.violations).toEqual([]);
  await world.stop();
});

const ask = (name: string, headers: Record<string, string> = {}, more: object = {}) =>
  world.post(
    "/v1/chat/completions",
    { model: name, messages: [{ role: "user", content: "Hi" }], max_tokens: 200, ...more },
    headers,
  );
const targetIn = (response: Response) => response.headers.get("x-kaihe-target");
const fallbackIn = (response: Response) => response.headers.get("x-kaihe-budget-fallback");
const nameAt = (connection: number) => `Practice ${connection}/practice-priced`;
const llamaName = `Practice ${local}/llama3.2:3b`;

test.each(["deny", "deny-hedged"])(
  "deny refuses the call and tries nothing else, not even beside it: %s",
  async (name) => {
    const response = await ask(name);
    expect(response.status).toBe(402);
    expect(await response.json()).toMatchObject({
      error: { code: "budget_exhausted", budget: { name: "Budget 10", capUsd: "0.000001" } },
    });
  },
);

test("cheaper goes on to what has a lower bound, and says so", async () => {
  const response = await ask("cheaper");
  expect(targetIn(response)).toBe(nameAt(cheap));
  expect(fallbackIn(response)).toBe("Budget 11");
});

test("after those, cheaper goes on to any last resort, and without one the budget's refusal is the answer", async () => {
  expect(targetIn(await ask("cheaper-last"))).toBe(nameAt(dear));
  expect((await ask("cheaper-none")).status).toBe(402);
});

test("local goes on to nothing but the local channel, whether as target or as last resort", async () => {
  for (const name of ["local", "local-last"]) {
    const response = await ask(name);
    expect([name, targetIn(response), fallbackIn(response)]).toEqual([name, llamaName, "Budget 12"]);
  }
  expect((await ask("local-far")).status).toBe(402);
});

test("of several refusals, at once or one after the other, the strictest counts", async () => {
  expect(targetIn(await ask("mixed"))).toBe(llamaName);
  const response = await ask("then-local");
  expect([targetIn(response), fallbackIn(response)]).toEqual([llamaName, "Budget 11"]);
});

test("a paused budget refuses at once, whatever its action, and no client tries again", async () => {
  const response = await ask("paused");
  expect([response.status, response.headers.get("x-should-retry")]).toEqual([402, "false"]);
  expect(await response.json()).toMatchObject({
    error: { code: "budget_paused", message: expect.stringContaining('"Budget 13"'), budget: { name: "Budget 13" } },
  });
});

test("an agent's budget is for its calls alone, and the key's agent is the one that counts", async () => {
  const [event] = await world.eventsOf(1, async () => {
    expect((await ask("plain", { "x-kaihe-agent": "writer" })).status).toBe(200);
  });
  expect(event).toMatchObject({ agent: "writer" });
  expect((await ask("plain", { "x-kaihe-agent": "coder" })).status).toBe(402);
  const robot = { authorization: "Bearer kl_robot", "x-kaihe-agent": "coder" };
  const [other] = await world.eventsOf(1, async () => {
    expect((await ask("plain", robot)).status).toBe(200);
  });
  expect(other).toMatchObject({ agent: "robot", caller: "robot" });
  expect((await ask("plain", { "x-kaihe-agent": "no such name" })).status).toBe(400);
});

test("soft budgets that a call falls under stand on its event, hard ones are charged", async () => {
  const [event] = await world.eventsOf(1, () => ask("plain"));
  expect(event).toMatchObject({ agent: "", counted: [expect.stringMatching(/0+3$/)] });
  expect(event?.charges).toMatchObject([{ epoch: 1, nanos: event?.costNanos }]);
});

test("who asks for it gets a shorter answer instead of a refusal, which is not kept for others", async () => {
  expect((await ask("short", {}, { max_tokens: 4000 })).status).toBe(402);
  for (const max_tokens of [4000, 4000]) {
    const response = await ask("short", { "x-kaihe-clamp": "on" }, { max_tokens });
    expect([response.status, response.headers.get("x-kaihe-cache")]).toEqual([200, "miss"]);
    const tokens = Number(response.headers.get("x-kaihe-clamped-output-tokens"));
    expect(tokens).toBeGreaterThanOrEqual(16);
    expect(tokens).toBeLessThan(250);
  }
});

test("more budgets than an event can name refuse the call", async () => {
  const response = await ask("crowded");
  expect(response.status).toBe(402);
  expect(await response.json()).toMatchObject({ error: { code: "too_many_budgets" } });
});
