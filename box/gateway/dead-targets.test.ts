import { APIError } from "openai";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Route, type RouteFailure } from "../../lib/protocol/config.ts";
import { waitFor } from "../testing/wait-for.ts";
import { routeTo, targetOf } from "../testing/world.ts";
import { azure, type GatewayWorld, gone, local, openai, startGatewayWorld } from "./testing/gateway-world.ts";

const failure = (more: Partial<RouteFailure> = {}) => ({
  ...Route.parse({ targets: [targetOf(1)] }).failure,
  retries: 0,
  ...more,
});
const llama = targetOf(local, "llama3.2:3b");
const broke = 7;

const routes: Record<string, Route> = {
  sick: routeTo([targetOf(openai, "practice-sick"), targetOf(azure, "practice-well")], { failure: failure() }),
  "all-limited": routeTo([targetOf(openai, "practice-limited-1"), targetOf(azure, "practice-limited-2")], {
    failure: failure(),
  }),
  "limited-local": routeTo([targetOf(openai, "practice-limited-3")], { failure: failure(), lastResort: llama }),
  offline: routeTo([targetOf(gone, "practice-offline")], { failure: failure(), lastResort: llama }),
  "offline-alone": routeTo([targetOf(gone, "practice-offline-alone")], { failure: failure() }),
  broke: routeTo([targetOf(broke, "practice-broke")], { failure: failure(), lastResort: llama }),
  "broke-alone": routeTo([targetOf(broke, "practice-broke-alone")], { failure: failure() }),
  invalid: routeTo([targetOf(openai, "practice-invalid")], { failure: failure(), lastResort: llama }),
};

let world: GatewayWorld;
beforeAll(async () => {
  world = await startGatewayWorld({
    routes,
    connections: (provider) => [
      {
        ...{ id: targetOf(broke).connectionId, name: "Broke", kind: "practice", channel: "direct", models: [] },
        ...{ baseUrl: provider.baseUrl, keyVersion: 1, apiVersion: null },
      },
    ],
    budgets: [
      { number: 1, connection: openai, capNanos: 50_000_000_000n },
      { number: 2, connection: broke, capNanos: 1000n, rule: { onExhausted: "cheaper" } },
    ],
  });
});
afterAll(async () => {
  await world.untilNothingIsHeld();
  expect(world.fake.bank.violations).toEqual([]);
  await world.stop();
});

const ask = (model: string, headers: Record<string, string> = {}) =>
  world.post("/v1/chat/completions", { model, messages: [{ role: "user", content: "Hello" }] }, headers);
const targetIn = (response: Response) => response.headers.get("x-kaihe-target");

/** The target that would be tried first now, without calling anybody. */
async function firstOf(route: string): Promise<string> {
  const json = await (await ask(route, { "x-kaihe-dry-run": "on" })).text();
  return /"model":"(practice-[^"]*)"/.exec(json)?.[1] ?? json;
}

test.concurrent("a target that keeps failing is left alone, and one call brings it back when it is well", async () => {
  await world.provider.script(
    Array.from({ length: 5 }, () => "status=500"),
    "practice-sick",
  );
  for (let call = 0; call < 8; call++) expect(targetIn(await ask("sick"))).toBe("Practice 4/practice-well");
  expect(await world.rowsOf("practice-sick")).toHaveLength(5);
  const first = await firstOf("sick");
  expect(first).toBe("practice-well");
  await waitFor("the breaker to let a probe through", async () => (await firstOf("sick")) === "practice-sick");
  expect(await world.rowsOf("practice-sick")).toHaveLength(5);
  expect(targetIn(await ask("sick"))).toBe("Practice 1/practice-sick");
  for (let call = 0; call < 3; call++) expect(targetIn(await ask("sick"))).toBe("Practice 1/practice-sick");
  expect(await world.rowsOf("practice-sick")).toHaveLength(9);
}, 15_000);

test.concurrent("when every target asked for time, callers are told how long, and nobody is called", async () => {
  const models = ["practice-limited-1", "practice-limited-2"];
  for (const model of models)
    await world.provider.script(
      Array.from({ length: 5 }, () => "status=429 retry_after=90"),
      model,
    );
  for (let call = 0; call < 5; call++) expect((await ask("all-limited")).status).toBe(429);
  const refused = await ask("all-limited");
  expect(refused.status).toBe(503);
  expect(await refused.json()).toMatchObject({ error: { code: "all_targets_down" } });
  const seconds = Number(refused.headers.get("retry-after"));
  expect(seconds).toBeGreaterThan(60);
  expect(seconds).toBeLessThanOrEqual(90);
  for (const model of models) expect(await world.rowsOf(model)).toHaveLength(5);
  const error = await world.openai.chat.completions
    .create({ model: "all-limited", messages: [{ role: "user", content: "Hello" }] })
    .then(String, (thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(APIError);
  expect(error).toMatchObject({ status: 503, code: "all_targets_down" });
});

test.concurrent("while every target asked for time, the local model answers", async () => {
  await world.provider.script(
    Array.from({ length: 5 }, () => "status=429 retry_after=90"),
    "practice-limited-3",
  );
  for (let call = 0; call < 6; call++) expect(targetIn(await ask("limited-local"))).toBe("Practice 5/llama3.2:3b");
  expect(await world.rowsOf("practice-limited-3")).toHaveLength(5);
});

test.concurrent("when no provider can be reached the local model answers, as the last resort", async () => {
  const response = await ask("offline");
  expect(targetIn(response)).toBe("Practice 5/llama3.2:3b");
  expect(response.headers.get("x-kaihe-attempts")).toBe("2");
  const events = await world.eventsFor("offline", 2);
  expect(events).toMatchObject([
    { reason: "first", errorClass: "unreachable", costNanos: 0n },
    { reason: "last_resort", status: "ok", costNanos: 0n, charges: [] },
  ]);
  expect((await ask("offline-alone")).status).toBe(502);
  const refused = await ask("offline", { "x-kaihe-fallback": "off" });
  expect(refused.status).toBe(502);
});

test.concurrent("when the budget is used up the local model answers; without one the call is refused", async () => {
  const response = await ask("broke");
  expect(targetIn(response)).toBe("Practice 5/llama3.2:3b");
  expect(await world.eventsFor("broke", 1)).toMatchObject([{ reason: "last_resort", attempt: 1, status: "ok" }]);
  const refused = await ask("broke-alone");
  expect(refused.status).toBe(402);
  expect(await refused.json()).toMatchObject({ error: { code: "budget_exhausted", budget: { name: "Budget 2" } } });
  expect(refused.headers.get("x-should-retry")).toBe("false");
  expect((await ask("broke", { "x-kaihe-fallback": "off" })).status).toBe(402);
  expect([...(await world.rowsOf("practice-broke")), ...(await world.rowsOf("practice-broke-alone"))]).toEqual([]);
});

test.concurrent("an answer to a bad request is no reason for the last resort", async () => {
  await world.provider.script(["status=400"], "practice-invalid");
  expect((await ask("invalid")).status).toBe(400);
  expect(await world.eventsFor("invalid", 1)).toMatchObject([{ reason: "first", errorClass: "bad_request" }]);
});

test.concurrent("a target whose API cannot carry the call is passed over without a word to it", async () => {
  const sent = (await world.rowsOf("practice-small")).length;
  const response = await world.post("/v1/chat/completions", {
    model: "anthropic",
    messages: [{ role: "user", content: "Hello" }],
    logprobs: true,
  });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: { code: "unsupported_parameter", param: "logprobs" } });
  expect((await world.rowsOf("practice-small")).length).toBe(sent);
});
