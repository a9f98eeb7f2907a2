import { afterAll, beforeAll, expect, test } from "vitest";
import { Route, type RouteFailure } from "../../lib/protocol/config.ts";
import { routeTo, targetOf } from "../testing/world.ts";
import { azure, type GatewayWorld, openai, startGatewayWorld } from "./testing/gateway-world.ts";

const failure = (more: Partial<RouteFailure> = {}) => ({
  ...Route.parse({ targets: [targetOf(1)] }).failure,
  retries: 0,
  hedgeAfterMs: 50,
  ...more,
});
const pair = (name: string, more: Partial<RouteFailure> = {}) =>
  routeTo([targetOf(openai, `practice-${name}`), targetOf(azure, `practice-${name}-beside`)], {
    failure: failure(more),
  });

const names = ["whole", "stream", "cheap-stream", "both-fail", "first-fails", "hedge-fails", "prompt", "off"] as const;
const routes: Record<string, Route> = {
  ...Object.fromEntries(names.map((name) => [name, pair(name)])),
  prompt: pair("prompt", { hedgeAfterMs: 60_000 }),
  off: pair("off", { hedgeAfterMs: null }),
};

let world: GatewayWorld;
beforeAll(async () => {
  world = await startGatewayWorld({ routes });
});
afterAll(async () => {
  await world.untilNothingIsHeld();
  expect(world.fake.bank.violations).toEqual([]);
  await world.stop();
});

const ask = (model: string, more: object = {}) =>
  world.post("/v1/chat/completions", { model, messages: [{ role: "user", content: "Hello" }], ...more });
const slow = "delay_ms=1500";

test.concurrent("the faster of two answers; what the slower one cost is exact and on the bill", async () => {
  await world.provider.script([slow], "practice-whole");
  const response = await ask("whole");
  expect(response.headers.get("x-kaihe-target")).toBe("Practice 4/practice-whole-beside");
  expect(response.headers.get("x-kaihe-attempts")).toBe("2");
  expect(await response.text()).toContain("Hello from practice-whole-beside");
  const [loser, winner] = await world.eventsFor("whole", 2);
  expect(winner).toMatchObject({ reason: "hedge", attempt: 2, status: "ok" });
  expect(loser).toMatchObject({ reason: "first", attempt: 1, status: "cancelled", isEstimated: false });
  const [row] = await world.rowsOf("practice-whole");
  expect(loser?.tokens).toMatchObject({ input: row?.inputTokens, output: row?.outputTokens });
  expect(loser?.callId).toBe(winner?.callId);
});

test.concurrent("a dear stream that lost is stopped at its provider, and charged at the hold", async () => {
  await world.provider.script([`${slow} tokens=3000 chunk_ms=5`], "practice-stream");
  const response = await ask("stream", { stream: true });
  const text = await response.text();
  expect(text).toContain("[DONE]");
  expect(text).not.toContain('"practice-stream"');
  const [loser, winner] = await world.eventsFor("stream", 2);
  expect(winner).toMatchObject({ reason: "hedge", status: "ok", isEstimated: false });
  expect(loser).toMatchObject({ reason: "first", status: "cancelled", isEstimated: true });
  expect(loser?.costNanos).toBeGreaterThan(4096n * 1600n);
  const [row] = await world.rowsOf("practice-stream");
  expect(row).toMatchObject({ isComplete: false });
});

test.concurrent("a cheap stream that lost is read to its end, for its true cost", async () => {
  await world.provider.script([`${slow} tokens=30`], "practice-cheap-stream");
  await (await ask("cheap-stream", { stream: true, max_tokens: 40 })).text();
  const [loser] = await world.eventsFor("cheap-stream", 2);
  expect(loser).toMatchObject({ reason: "first", status: "cancelled", isEstimated: false });
  expect(loser?.tokens.output).toBe(30);
});

test.concurrent("when the first fails meanwhile, the one beside it answers", async () => {
  await world.provider.script(["delay_ms=300 status=500"], "practice-first-fails");
  await world.provider.script(["delay_ms=600"], "practice-first-fails-beside");
  const response = await ask("first-fails");
  expect(response.headers.get("x-kaihe-target")).toBe("Practice 4/practice-first-fails-beside");
  expect(await world.eventsFor("first-fails", 2)).toMatchObject([
    { reason: "first", errorClass: "server_error" },
    { reason: "hedge", status: "ok" },
  ]);
});

test.concurrent("when the one beside fails, the first answers in its time", async () => {
  await world.provider.script(["delay_ms=600"], "practice-hedge-fails");
  await world.provider.script(["status=500"], "practice-hedge-fails-beside");
  const response = await ask("hedge-fails");
  expect(response.headers.get("x-kaihe-target")).toBe("Practice 1/practice-hedge-fails");
  expect(await world.eventsFor("hedge-fails", 2)).toMatchObject([
    { reason: "first", status: "ok" },
    { reason: "hedge", errorClass: "server_error" },
  ]);
});

test.concurrent("when both fail, the next in line is asked as if nothing had been beside", async () => {
  await world.provider.script(["delay_ms=300 status=503"], "practice-both-fail");
  await world.provider.script(["status=500", ""], "practice-both-fail-beside");
  const response = await ask("both-fail");
  expect(response.headers.get("x-kaihe-attempts")).toBe("3");
  const events = await world.eventsFor("both-fail", 3);
  expect(events.map(({ reason }) => reason)).toEqual(["first", "hedge", "fallback"]);
});

test.concurrent.each(["prompt", "off"])("nobody is asked beside a target that answers in time (%s)", async (name) => {
  const response = await ask(name);
  expect(response.headers.get("x-kaihe-attempts")).toBe("1");
  await world.eventsFor(name, 1);
  expect(await world.rowsOf(`practice-${name}-beside`)).toEqual([]);
});
