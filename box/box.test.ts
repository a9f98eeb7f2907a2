import { afterAll, beforeAll, expect, test } from "vitest";
import { type ProviderProcess, spawnProvider } from "../sim/provider/spawn.ts";
import { FakeConsole } from "./testing/fake-console.ts";
import { waitFor } from "./testing/wait-for.ts";
import {
  bud,
  clientOf,
  documentOf,
  practiceConnection,
  readyBox,
  ruleOf,
  startBox,
  tempDataDir,
} from "./testing/world.ts";

let provider: ProviderProcess;
beforeAll(async () => {
  provider = await spawnProvider();
});
afterAll(() => provider.stop());

const rule = ruleOf(1, { name: "Team" });
const ask = { model: "smart", messages: [{ role: "user" as const, content: "Hello box" }] };

test("from claiming to the bill: a call is answered, and its usage arrives exactly once", async () => {
  const fake = await FakeConsole.start();
  fake.bank.addBudget(bud(1), 1_000_000_000n);
  const box = await readyBox(fake, documentOf(1, [practiceConnection(1, provider.baseUrl)], { budgets: [rule] }));
  await waitFor("the last report", () => fake.phasesOf(1).length >= 5);
  expect(fake.phasesOf(1)).toEqual(["delivered", "validating", "applying", "verifying", "applied"]);

  const { data, response } = await clientOf(box).chat.completions.create(ask).withResponse();
  expect(data.choices[0]?.message.content).toContain("practice model");
  expect(response.headers.get("x-kaihe-target")).toBe("Practice 1/practice-small");
  const cost = BigInt(response.headers.get("x-kaihe-cost-nanos") ?? -1);
  const event = await waitFor("the usage", () => [...fake.bank.events.values()][0]);
  expect(event).toMatchObject({ kind: "call", status: "ok", costNanos: cost, route: "smart", caller: "tests" });
  expect(event.tokens.output).toBe(data.usage?.completion_tokens);
  expect(fake.bank.spent(bud(1))).toBe(cost);
  expect(fake.bank.violations).toEqual([]);
  await box.stop();
  await fake.goDown();
});

test("an event that the console refuses for good stays on the box, and its check-ins say which and why", async () => {
  const fake = await FakeConsole.start();
  fake.clockOffsetMs = 3_600_000;
  const connections = [practiceConnection(1, provider.baseUrl)];
  const box = await readyBox(fake, documentOf(1, connections));
  fake.poisonModel = "practice-large";
  for (const model of ["practice-large", "practice-small"])
    await clientOf(box).chat.completions.create({ ...ask, model });
  await waitFor("the other event", () => fake.bank.events.size === 1);
  await fake.publish(documentOf(2, connections));
  const quarantine = await waitFor("the check-in", () =>
    fake.checkins.map((checkin) => checkin.quarantine).find(({ count }) => count > 0),
  );
  expect(quarantine).toMatchObject({ count: 1, latest: [{ seq: 0, reason: "events.0.model: not known" }] });
  expect(quarantine.latest[0]?.costNanos).toBeGreaterThan(0n);
  // By the console's clock, not by this machine's.
  for (const sentAtMs of fake.usageSentAtMs) expect(Math.abs(sentAtMs - Date.now() - 3_600_000)).toBeLessThan(60_000);
  await box.stop();
  await fake.goDown();
});

test("a burst against a small budget never spends more than the cap, and uses nearly all of it", async () => {
  const fake = await FakeConsole.start();
  fake.bank.addBudget(bud(1), 40_000_000n);
  fake.bank.stock = 2_000_000n;
  const box = await readyBox(fake, documentOf(1, [practiceConnection(1, provider.baseUrl)], { budgets: [rule] }));
  const client = clientOf(box);
  const call = () =>
    client.chat.completions
      .create({ ...ask, max_completion_tokens: 500, messages: [{ role: "user", content: "[[sim tokens=500]]" }] })
      .then(
        () => "ok" as const,
        (error: { status?: number }) => error.status,
      );
  const outcomes = await Promise.all(Array.from({ length: 100 }, call));
  const admitted = outcomes.filter((outcome) => outcome === "ok").length;
  expect(outcomes.filter((outcome) => outcome !== "ok" && outcome !== 402)).toEqual([]);
  await waitFor("all usage", () => fake.bank.events.size === admitted);
  expect(fake.bank.violations).toEqual([]);
  expect(fake.bank.spent(bud(1))).toBeLessThanOrEqual(40_000_000n);
  expect(fake.bank.spent(bud(1))).toBeGreaterThan(36_000_000n);
  await box.stop();
  await fake.goDown();
});

test("while the console is away calls go on within the lease; when it is back the sums agree", async () => {
  const fake = await FakeConsole.start();
  fake.bank.addBudget(bud(1), 1_000_000_000n);
  const dataDir = tempDataDir();
  let box = await readyBox(
    fake,
    documentOf(1, [practiceConnection(1, provider.baseUrl)], { budgets: [rule] }),
    dataDir,
  );
  await waitFor("a lease", () => fake.bank.committed(bud(1)) > 0n);
  await clientOf(box).chat.completions.create(ask);
  await fake.goDown();
  await clientOf(box).chat.completions.create(ask);
  await box.stop();

  box = await startBox(fake, dataDir);
  await clientOf(box)
    .chat.completions.create({ ...ask, stream: true })
    .then(async (stream) => {
      for await (const chunk of stream) expect(chunk.usage ?? null).toBeNull();
    });
  expect(box.enrolled?.runner.reported).toMatchObject({ version: 1, phase: "applied" });

  await fake.comeUp();
  await waitFor("the usage of all three calls", () => fake.bank.events.size === 3);
  const total = [...fake.bank.events.values()].reduce((sum, event) => sum + event.costNanos, 0n);
  expect(fake.bank.spent(bud(1))).toBe(total);
  expect(fake.bank.violations).toEqual([]);
  await box.stop();
  await fake.goDown();
});

test("a decommissioned box refuses calls, says so, and keeps its ledger", async () => {
  const fake = await FakeConsole.start();
  const box = await readyBox(fake, documentOf(1, [practiceConnection(1, provider.baseUrl)]));
  fake.door.isDecommissioned = true;
  fake.door.revokeTokens();
  fake.hint("bye");
  const error = await waitFor("the refusal", () =>
    clientOf(box)
      .chat.completions.create(ask)
      .then(
        () => null,
        (reason: { status?: number; code?: string }) => reason,
      ),
  );
  expect(error).toMatchObject({ status: 403, code: "box_decommissioned" });
  await box.stop();
  await fake.goDown();
});

test("the console's Try it runs through the gateway as caller console", async () => {
  const fake = await FakeConsole.start();
  fake.bank.addBudget(bud(1), 1_000_000_000n);
  const box = await readyBox(fake, documentOf(1, [practiceConnection(1, provider.baseUrl)], { budgets: [rule] }));
  const id = "act_00000000000000000000000001";
  fake.actions.push({ id, kind: "try", input: { model: "smart", prompt: "Say hello" } });
  fake.hint("action");
  const result = await waitFor("the result", () => fake.actionResults.get(id));
  expect(result).toMatchObject({ status: "done", output: { model: "practice-small" } });
  const event = await waitFor("its usage", () => [...fake.bank.events.values()][0]);
  expect(event.caller).toBe("console");
  await box.stop();
  await fake.goDown();
});

test("a box that is told to stop lets a running answer end, and takes no new call", async () => {
  const fake = await FakeConsole.start();
  const dataDir = tempDataDir();
  const box = await readyBox(fake, documentOf(1, [practiceConnection(1, provider.baseUrl)]), dataDir);
  const slow = {
    ...ask,
    messages: [{ role: "user" as const, content: "[[sim chunk_ms=5 tokens=60]]" }],
    stream: true as const,
  };
  const stream = await clientOf(box).chat.completions.create(slow);
  let stopping: Promise<void> | null = null;
  let reason: string | null = null;
  for await (const chunk of stream) {
    stopping ??= box.stop();
    reason = chunk.choices[0]?.finish_reason ?? reason;
  }
  await stopping;
  expect(reason).toBe("stop");
  expect([...fake.bank.events.values()].map((event) => event.status)).toEqual(["ok"]);
  await expect(fetch(`http://127.0.0.1:${box.gatewayPort}/health`)).rejects.toThrow();
  await fake.goDown();
});

test("the page of a claimed box shows its state without a secret, and nothing on it can run foreign code", async () => {
  const fake = await FakeConsole.start();
  const evil = '<img src=x onerror="alert(1)">';
  const connection = practiceConnection(1, provider.baseUrl, { name: evil });
  const box = await readyBox(fake, documentOf(1, [connection], { boxName: evil, budgets: [rule] }));
  const html = await (await fetch(box.pageUrl)).text();
  expect(html).not.toContain("<img");
  expect(html).toContain("&lt;img");
  const status = await (await fetch(`${box.pageUrl}status.json`)).json();
  expect(status).toMatchObject({
    enrollment: null,
    box: { appliedVersion: 1, backlog: 0, budgets: [{ name: "Team" }] },
  });
  expect(JSON.stringify(status)).not.toContain("practice-key");
  await box.stop();
  await fake.goDown();
});

test("a box stops although a provider never answers and its caller has left; the hold is charged", async () => {
  const fake = await FakeConsole.start();
  fake.bank.addBudget(bud(1), 1_000_000_000n);
  const box = await readyBox(fake, documentOf(1, [practiceConnection(1, provider.baseUrl)], { budgets: [rule] }));
  const caller = new AbortController();
  const messages = [{ role: "user" as const, content: "Hang [[sim delay_ms=600000]]" }];
  const call = clientOf(box).chat.completions.create({ model: "smart", messages }, { signal: caller.signal });
  await waitFor("the provider to be asked", async () =>
    (await provider.requests()).some(({ body }) => body.includes("Hang")),
  );
  caller.abort();
  await expect(call).rejects.toThrow();
  await box.stop();
  const [event] = [...fake.bank.events.values()];
  expect(event).toMatchObject({ status: "interrupted", isEstimated: true });
  expect(event?.costNanos).toBeGreaterThan(0n);
  await fake.goDown();
}, 20_000);
