import { spawn } from "node:child_process";
import { once } from "node:events";
import OpenAI from "openai";
import { expect, onTestFinished, test } from "vitest";
import { spawnProvider } from "../sim/provider/spawn.ts";
import { FakeConsole } from "./testing/fake-console.ts";
import { waitFor } from "./testing/wait-for.ts";
import { bud, documentOf, localKey, practiceConnection, ruleOf, tempDataDir } from "./testing/world.ts";

const script = new URL("./main.ts", import.meta.url).pathname;

/** A real box process on `dataDir`. */
async function launch(dataDir: string, consoleUrl: string) {
  const args = [script, "--data", dataDir, "--console", consoleUrl, "--port", "0"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  let out = "";
  child.stdout.on("data", (bytes: Buffer) => {
    out += bytes.toString();
  });
  const baseURL = await waitFor("the gateway's address", () => /gateway (\S+),/.exec(out)?.[1]);
  const client = new OpenAI({ baseURL, apiKey: localKey, maxRetries: 0 });
  const kill = async () => {
    child.kill("SIGKILL");
    await once(child, "close");
  };
  return { client, kill };
}

test("a box killed in mid-call charges what the call may have cost, once, and the cap holds", async () => {
  const provider = await spawnProvider();
  const fake = await FakeConsole.start();
  onTestFinished(async () => {
    await provider.stop();
    await fake.goDown();
  });
  fake.bank.addBudget(bud(1), 1_000_000_000n);
  const budgets = [ruleOf(1)];
  await fake.publish(documentOf(1, [practiceConnection(1, provider.baseUrl)], { budgets }));
  const dataDir = tempDataDir();
  const first = await launch(dataDir, fake.url);
  await waitFor("the box to ask", () => fake.door.pending);
  fake.door.approve(fake.enrollment);
  await waitFor("the configuration", () => fake.checkins.at(-1)?.reported?.phase === "applied");

  const ask = (content: string) => ({ model: "smart", messages: [{ role: "user" as const, content }] });
  await first.client.chat.completions.create(ask("A whole call"));
  const slow = { ...ask("[[sim chunk_ms=20 tokens=2000]]"), stream: true as const };
  const stream = await first.client.chat.completions.create(slow);
  for await (const chunk of stream) {
    if (!chunk.choices[0]?.delta.content) continue;
    await first.kill();
    break;
  }

  await launch(dataDir, fake.url);
  const unaccounted = await waitFor("the explanation", () =>
    [...fake.bank.events.values()].find((event) => event.kind === "unaccounted"),
  );
  // The killed call was held at 4,096 output tokens; $1.60 per million.
  expect(unaccounted.costNanos).toBeGreaterThanOrEqual(4096n * 1600n);
  await waitFor("the whole call", () => fake.bank.events.size === 2);
  const total = [...fake.bank.events.values()].reduce((sum, event) => sum + event.costNanos, 0n);
  expect(fake.bank.spent(bud(1))).toBe(total);
  expect(fake.bank.violations).toEqual([]);
}, 20_000);
