import { afterAll, beforeAll, expect, test } from "vitest";
import type { Route } from "../../lib/protocol/config.ts";
import { waitFor } from "../testing/wait-for.ts";
import { localKey, routeTo, targetOf } from "../testing/world.ts";
import { anthropic, azure, type GatewayWorld, gemini, openai, startGatewayWorld } from "./testing/gateway-world.ts";

const dear = { openai, azure, anthropic, gemini };
const routes: Record<string, Route> = {
  ...Object.fromEntries(
    Object.entries(dear).map(([name, connection]) => [
      `dear-${name}`,
      routeTo([targetOf(connection, `practice-dear-${name}`)]),
    ]),
  ),
  "dear-silent": routeTo([targetOf(openai, "practice-dear-silent")]),
  "cheap-stream": routeTo([targetOf(openai, "practice-cheap-stream")]),
  whole: routeTo([targetOf(openai, "practice-whole")]),
  early: routeTo([targetOf(openai, "practice-early")]),
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

/** A call that its caller can leave. */
function start(model: string, more: object) {
  const controller = new AbortController();
  const body = JSON.stringify({ model, messages: [{ role: "user", content: "Hello" }], ...more });
  const response = fetch(`${world.origin}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${localKey}` },
    body,
    signal: controller.signal,
  });
  // Leaving is what these tests do.
  response.catch(() => undefined);
  return { response, leave: () => controller.abort() };
}

/** Until the provider has the request. */
async function arrived(model: string): Promise<void> {
  await waitFor("the request at the provider", async () =>
    (await world.provider.requests()).some(({ path, body }) => path.includes(model) || body.includes(`"${model}"`)),
  );
}

async function firstWord(response: Promise<Response>): Promise<void> {
  const reader = (await response).body?.getReader();
  await reader?.read();
}

test.concurrent.each(Object.keys(dear))(
  "a dear stream whose caller leaves is stopped at the provider, and its hold is charged (%s)",
  async (name) => {
    await world.provider.script(["tokens=3000 chunk_ms=10"], `practice-dear-${name}`);
    const { response, leave } = start(`dear-${name}`, { stream: true });
    await firstWord(response);
    leave();
    const [event] = await world.eventsFor(`dear-${name}`, 1);
    expect(event).toMatchObject({ status: "cancelled", isEstimated: true, errorClass: null });
    expect(event?.costNanos).toBeGreaterThan(4096n * 1600n);
    expect(event?.charges).toMatchObject([{ nanos: event?.costNanos }]);
    const row = await waitFor("the provider to notice", async () => (await world.rowsOf(`practice-dear-${name}`))[0]);
    expect(row.isComplete).toBe(false);
    expect(row.outputTokens).toBeLessThan(3000);
  },
);

test.concurrent("a dear stream whose caller leaves before its first word is stopped too, and no breaker counts it", async () => {
  await world.provider.script(Array(8).fill("first_byte_ms=600000"), "practice-dear-silent");
  for (let call = 1; call <= 8; call++) {
    const { leave } = start("dear-silent", { stream: true });
    await waitFor("the request at the provider", async () => {
      const asked = (await world.provider.requests()).filter(({ body }) => body.includes('"practice-dear-silent"'));
      return asked.length === call;
    });
    leave();
    await world.eventsFor("dear-silent", call);
  }
  const events = await world.eventsFor("dear-silent", 8);
  for (const event of events) expect(event).toMatchObject({ status: "cancelled", isEstimated: true, errorClass: null });
  const body = { model: "dear-silent", messages: [{ role: "user", content: "Hello" }] };
  const explained = await (await world.post("/v1/chat/completions", body, { "x-kaihe-dry-run": "on" })).json();
  expect(explained).toMatchObject({ targets: [{ breaker: "closed", errorRate: 0 }] });
});

test.concurrent("a cheap stream whose caller leaves is read to its end, for its true cost", async () => {
  await world.provider.script(["tokens=40 chunk_ms=10"], "practice-cheap-stream");
  const { response, leave } = start("cheap-stream", { stream: true, max_tokens: 50 });
  await firstWord(response);
  leave();
  const [event] = await world.eventsFor("cheap-stream", 1);
  expect(event).toMatchObject({ status: "cancelled", isEstimated: false, tokens: { output: 40 } });
  expect(await world.rowsOf("practice-cheap-stream")).toMatchObject([{ isComplete: true, outputTokens: 40 }]);
});

test.concurrent("an answer in one piece is billed as it is, whoever waits for it", async () => {
  await world.provider.script(["delay_ms=300"], "practice-whole");
  const { leave } = start("whole", {});
  await arrived("practice-whole");
  leave();
  const [event] = await world.eventsFor("whole", 1);
  const [row] = await world.rowsOf("practice-whole");
  expect(row?.isComplete).toBe(true);
  expect(event).toMatchObject({ status: "cancelled", isEstimated: false });
  expect(event?.tokens).toMatchObject({ input: row?.inputTokens, output: row?.outputTokens });
});

test.concurrent("a stream whose caller left before its first word is stopped when it begins", async () => {
  await world.provider.script(["delay_ms=300 tokens=3000 chunk_ms=10"], "practice-early");
  const { leave } = start("early", { stream: true });
  await arrived("practice-early");
  leave();
  expect(await world.eventsFor("early", 1)).toMatchObject([{ status: "cancelled", isEstimated: true }]);
  const row = await waitFor("the provider to notice", async () => (await world.rowsOf("practice-early"))[0]);
  expect(row.isComplete).toBe(false);
});
