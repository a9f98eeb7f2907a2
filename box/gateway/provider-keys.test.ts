import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { modelOf, practiceConnection } from "../testing/world.ts";
import { CannedUpstream } from "./testing/canned-upstream.ts";
import { type GatewayWorld, startGatewayWorld } from "./testing/gateway-world.ts";

/** The key that FakeConsole seals to the box for every provider. */
const key = "practice-key";
let world: GatewayWorld;
let talkative: CannedUpstream;
let elsewhere: CannedUpstream;

beforeAll(async () => {
  talkative = await CannedUpstream.start();
  elsewhere = await CannedUpstream.start();
  const models = ["moved", "echo-400", "echo-401"].map((id) => modelOf(id));
  world = await startGatewayWorld({
    connections: () => [practiceConnection(9, talkative.baseUrl, { kind: "openai_compatible", models })],
  });
});
afterAll(async () => {
  await world.stop();
  await Promise.all([talkative.stop(), elsewhere.stop()]);
});

async function ask(model: string): Promise<{ status: number; text: string }> {
  const body = { model, max_tokens: 5, messages: [{ role: "user", content: "Hi" }] };
  const response = await world.post("/v1/chat/completions", body);
  return { status: response.status, text: JSON.stringify([...response.headers]) + (await response.text()) };
}

test("a provider that points elsewhere is not followed, so the key goes nowhere else", async () => {
  const location = `${elsewhere.baseUrl}/chat/completions`;
  talkative.answers.set("moved", { status: 307, body: "", headers: { location } });
  expect((await ask("moved")).status).toBe(404);
  expect(talkative.received.at(-1)?.headers.authorization).toBe(`Bearer ${key}`);
  expect(elsewhere.received).toEqual([]);
});

test("a provider that repeats the key in its error does not tell it to the caller", async () => {
  for (const status of [400, 401]) {
    const body = JSON.stringify({
      error: { message: `The key ${key} is wrong here.`, type: "x", param: null, code: null },
    });
    talkative.answers.set(`echo-${status}`, { status, body });
    const { text } = await ask(`echo-${status}`);
    expect(text).not.toContain(key);
  }
});

test("neither metrics nor what the box writes down of calls hold the key", async () => {
  const headers = { authorization: "Bearer kl_test_key" };
  expect(await (await fetch(`${world.origin}/metrics`, { headers })).text()).not.toContain(key);
  await world.box.enrolled?.callLog.flush();
  const dir = join(world.dataDir, "calls");
  const written = readdirSync(dir).map((name) => readFileSync(join(dir, name), "utf8"));
  expect(written.join("")).toContain("echo-400");
  expect(written.join("")).not.toContain(key);
});
