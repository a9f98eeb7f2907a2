import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { waitFor } from "../testing/wait-for.ts";
import { keyRule, localKey, routeTo, targetOf } from "../testing/world.ts";
import { azure, type GatewayWorld, gone, openai, startGatewayWorld } from "./testing/gateway-world.ts";

const secret = "kl_a_long_secret_key_of_a_caller";

let world: GatewayWorld;
beforeAll(async () => {
  world = await startGatewayWorld({
    routes: {
      chosen: routeTo(
        [targetOf(gone, "practice-away"), targetOf(openai, "practice-chosen"), targetOf(azure, "practice-other")],
        {
          strategy: "cheapest",
          constraints: { ...routeTo([1]).constraints, connectionIds: [targetOf(openai).connectionId] },
        },
      ),
      logged: routeTo([targetOf(openai, "practice-logged")], { cacheSeconds: 60 }),
      failing: routeTo([targetOf(gone, "practice-failing")], { failure: { ...routeTo([1]).failure, retries: 0 } }),
    },
    settings: { logging: { mode: "full", redact: ["email", "phone", "card"], keepDays: 7 } },
    localKeys: [keyRule("tests", localKey), keyRule("long", secret)],
  });
});
afterAll(() => world.stop());

const messages = [{ role: "user", content: "Hello" }];
const ask = (model: string, more: object = {}, headers: Record<string, string> = {}) =>
  world.post("/v1/chat/completions", { model, messages, ...more }, headers);

test("a dry run says who would be called and why not the others, and calls nobody", async () => {
  const before = (await world.provider.ledger()).length;
  const response = await ask("chosen", {}, { "x-kaihe-dry-run": "on" });
  expect([response.status, response.headers.get("x-kaihe-attempts")]).toEqual([200, "0"]);
  const told = await response.text();
  expect(await world.provider.ledger()).toHaveLength(before);
  expect(told).toContain('"route":"chosen"');
  const first = /"model":"(practice-[^"]*)"/.exec(told)?.[1];
  const real = await ask("chosen");
  expect(real.headers.get("x-kaihe-target")).toBe(`Practice 1/${first}`);
  expect(told).toContain('"code":"provider"');
  const impossible = await ask("chosen", {}, { "x-kaihe-dry-run": "on", "x-kaihe-channel": "local" });
  expect(await impossible.text()).toContain('"code":"channel"');
  const refused = await ask("chosen", {}, { "x-kaihe-channel": "local" });
  expect(await refused.json()).toMatchObject({ error: { code: "no_target_fits" } });
});

test("a model can be named with its connection, which then is the only one", async () => {
  const named = await ask("Practice 4/practice-small");
  expect(named.headers.get("x-kaihe-target")).toBe("Practice 4/practice-small");
  const plain = await ask("practice-small");
  expect(plain.headers.get("x-kaihe-target")).toBe("Practice 1/practice-small");
  expect((await ask("Practice 9/practice-small")).status).toBe(404);
});

test("metrics have the names of OpenTelemetry's conventions, and need a key", async () => {
  await (await ask("logged", { stream: true })).text();
  await (await ask("logged", { stream: true })).text();
  await ask("failing");
  await ask("no-such-model");
  const read = (key: string) => fetch(`${world.origin}/metrics`, { headers: { authorization: `Bearer ${key}` } });
  expect((await read("kl_wrong")).status).toBe(401);
  expect((await fetch(`${world.origin}/metrics`)).status).toBe(401);
  const response = await read(localKey);
  expect(response.headers.get("content-type")).toContain("text/plain");
  const text = await response.text();
  const labels =
    'gen_ai_operation_name="chat",gen_ai_provider_name="openai",gen_ai_request_model="logged",gen_ai_response_model="practice-logged"';
  expect(text).toContain(`gen_ai_client_operation_duration_seconds_count{${labels},error_type=""} 1`);
  expect(text).toContain(`gen_ai_server_time_to_first_token_seconds_count{${labels}} 1`);
  expect(text).toMatch(new RegExp(`gen_ai_client_token_usage_sum\\{${labels},gen_ai_token_type="output"\\} [1-9]`));
  expect(text).toContain('kaihe_attempts_total{reason="cache",status="ok",error_class=""} 1');
  expect(text).toContain('kaihe_attempts_total{reason="first",status="upstream_error",error_class="unreachable"} 1');
  expect(text).toMatch(/kaihe_cost_usd_total\{caller="tests",route="logged",.*\} 0\.\d+/);
  expect(text).toMatch(/kaihe_cache_saved_usd_total\{caller="tests",route="logged"\} 0\.\d+/);
  expect(text).toMatch(/kaihe_refusals_total\{code="model_not_found"\} [1-9]/);
  expect(text).toMatch(/^kaihe_usage_backlog \d+$/m);
  for (const line of text.trim().split("\n")) expect(line).toMatch(/^(|# (HELP|TYPE) \w+ .+|\w+(\{.*\})? [\d.e+-]+)$/);
});

test("what the log keeps of a call in full has no key of anybody, and no address", async () => {
  const content = `Write to mei@mail.example, my key is ${secret}`;
  await ask("practice-small", { messages: [{ role: "user", content }] }, { authorization: `Bearer ${secret}` });
  const dir = join(world.dataDir, "calls");
  const read = () =>
    (existsSync(dir) ? readdirSync(dir) : []).map((name) => readFileSync(join(dir, name), "utf8")).join("");
  const text = await waitFor("both lines of the call", () => {
    const found = read();
    return found.split("\n").filter((line) => line.includes('"caller":"long"')).length === 2 && found;
  });
  expect(text).toContain("Write to [redacted], my key is [redacted]");
  for (const hidden of [secret, localKey, "practice-key", "mei@mail.example"]) expect(text).not.toContain(hidden);
  for (const name of readdirSync(dir)) expect(statSync(join(dir, name)).mode & 0o777).toBe(0o600);
});
