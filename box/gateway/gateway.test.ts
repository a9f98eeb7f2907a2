import OpenAI, { APIError, AuthenticationError, BadRequestError, NotFoundError } from "openai";
import { afterAll, beforeAll, expect, test } from "vitest";
import { defaultSettings } from "../../lib/protocol/config.ts";
import type { UsageEvent } from "../../lib/protocol/usage.ts";
import { type ProviderProcess, spawnProvider } from "../../sim/provider/spawn.ts";
import type { Box } from "../box.ts";
import type { BoxStatus } from "../local-page/status.ts";
import { FakeConsole } from "../testing/fake-console.ts";
import { waitFor } from "../testing/wait-for.ts";
import {
  bud,
  clientOf,
  documentOf,
  localKey,
  practiceConnection,
  prv,
  readyBox,
  routeTo,
  ruleOf,
  targetOf,
} from "../testing/world.ts";

let provider: ProviderProcess;
let fake: FakeConsole;
let box: Box;

/** Connection 1 is under a large budget, 2 under none, 3 goes away after the start, 4 is under a tiny budget. */
beforeAll(async () => {
  provider = await spawnProvider();
  const leaving = await spawnProvider();
  fake = await FakeConsole.start();
  fake.bank.addBudget(bud(1), 50_000_000_000n);
  fake.bank.addBudget(bud(4), 1000n);
  const connections = [1, 2, 3, 4].map((number) =>
    practiceConnection(number, number === 3 ? leaving.baseUrl : provider.baseUrl),
  );
  const to = (...numbers: number[]) => routeTo(numbers);
  const unpriced = routeTo([targetOf(1, "practice-unpriced")]);
  const routes = {
    capped: to(1),
    free: to(2),
    fallback: to(3, 2),
    gone: to(3),
    tiny: to(4),
    spills: to(4, 2),
    twice: to(1, 2),
    unpriced,
  };
  const budgets = [
    ruleOf(1, { name: "Large", connectionId: prv(1) }),
    ruleOf(4, { name: "Tiny", connectionId: prv(4), onExhausted: "cheaper" }),
  ];
  const settings = { ...defaultSettings, routes, observationSeconds: 1 };
  box = await readyBox(fake, documentOf(1, connections, { settings, budgets }));
  await leaving.stop();
});
afterAll(async () => {
  await box.stop();
  await provider.stop();
  await fake.goDown();
});

type Params = Partial<OpenAI.ChatCompletionCreateParamsNonStreaming>;

function ask(model: string, content: string, more: Params = {}) {
  return clientOf(box).chat.completions.create({ model, messages: [{ role: "user", content }], ...more });
}

async function stream(model: string, content: string, more: object = {}): Promise<OpenAI.ChatCompletionChunk[]> {
  const body = { model, messages: [{ role: "user" as const, content }], stream: true as const, ...more };
  const chunks: OpenAI.ChatCompletionChunk[] = [];
  for await (const chunk of await clientOf(box).chat.completions.create(body)) chunks.push(chunk);
  return chunks;
}

async function backlog(): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${box.gatewayPort}/status.json`);
  // The box's own page; its shape is checked by the compiler there.
  return ((await response.json()) as BoxStatus).box?.backlog ?? -1;
}

/** Runs `work` and gives the events it led to, once `count` have arrived. */
async function eventsOf(count: number, work: () => Promise<unknown>): Promise<UsageEvent[]> {
  await waitFor("earlier usage to be gone", async () => (await backlog()) === 0);
  const before = new Set(fake.bank.events.keys());
  await work();
  return await waitFor("usage events", () => {
    const fresh = [...fake.bank.events].filter(([key]) => !before.has(key)).map(([, event]) => event);
    return fresh.length >= count && fresh;
  });
}

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => {
      throw new Error("the call went through");
    },
    (error: APIError) => error,
  );

test("errors arrive in the official client as its own classes, with a code and a request id", async () => {
  const stranger = await failure(clientOf(box, "kl_wrong").models.list());
  expect(stranger).toBeInstanceOf(AuthenticationError);
  expect(stranger).toMatchObject({ status: 401, code: "invalid_api_key" });
  const unknown = await failure(ask("no-such", "x"));
  expect(unknown).toBeInstanceOf(NotFoundError);
  expect(unknown).toMatchObject({ code: "model_not_found" });
  expect(unknown.message).toContain("capped");
  const bad = await failure(ask("free", "x", { max_tokens: -1 }));
  expect(bad).toBeInstanceOf(BadRequestError);
  expect(bad.requestID).toMatch(/^req_/);
});

test("what is not JSON is refused with 400, what is too large with 413, an unknown path with 404", async () => {
  const post = (body: string, path = "/v1/chat/completions") =>
    fetch(`http://127.0.0.1:${box.gatewayPort}${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${localKey}` },
      body,
    });
  const malformed = await post("{");
  expect(malformed.status).toBe(400);
  expect(await malformed.json()).toMatchObject({ error: { code: "invalid_json", param: null } });
  expect((await post("[1]")).status).toBe(400);
  expect((await post("x".repeat(21 * 1024 * 1024))).status).toBe(413);
  expect((await post("{}", "/v1/other")).status).toBe(404);
});

test("both ports answer, aliases come first among the models", async () => {
  for (const port of [box.gatewayPort, box.pagePort]) {
    const client = new OpenAI({ baseURL: `http://127.0.0.1:${port}/v1`, apiKey: localKey });
    const { data } = await client.models.list();
    expect(data[0]?.id).toBe("capped");
    expect(data.map((model) => model.id)).toContain("practice-small");
  }
});

test("the usage chunk of a stream reaches only those who asked for it, and is billed either way", async () => {
  const silent = await stream("free", "Stream quietly");
  expect(silent.every((chunk) => (chunk.usage ?? null) === null && chunk.choices.length > 0)).toBe(true);
  const [event] = await eventsOf(1, async () => {
    const chunks = await stream("free", "Stream loudly", { stream_options: { include_usage: true } });
    expect(chunks.at(-1)?.usage?.completion_tokens).toBeGreaterThan(0);
  });
  expect(event).toMatchObject({ status: "ok", isEstimated: false, charges: [] });
  expect(event?.firstTokenMs).not.toBeNull();
});

test("fields that the box knows nothing about pass through in both directions", async () => {
  const answer = await ask("free", "Tell", { n: 2, seed: 1, user: "somebody" });
  expect(answer).toMatchObject({ system_fingerprint: "fp_practice", service_tier: "default" });
  expect(answer.choices).toHaveLength(2);
});

test("a call that no budget covers is refused before anything is sent, typed, and is not retried", async () => {
  const sentBefore = (await provider.ledger()).length;
  const error = await failure(ask("tiny", "x"));
  expect(error).toMatchObject({ status: 402, code: "budget_exhausted", type: "insufficient_quota" });
  expect(error).toBeInstanceOf(APIError);
  // The client's type for `error` is an open object.
  const budget = (error.error as { budget: Record<string, unknown> }).budget;
  expect(budget).toMatchObject({ id: bud(4), name: "Tiny", capUsd: "0.000001" });
  expect(Number(budget.neededUsd)).toBeGreaterThan(0.000001);
  expect(String(budget.resetsAt)).toMatch(/^\d{4}-\d\d-\d\dT/);
  expect((await provider.ledger()).length).toBe(sentBefore);
});

test("where one target's budget is used up, the next target under another one or none answers", async () => {
  const { response } = await clientOf(box)
    .chat.completions.create({ model: "spills", messages: [{ role: "user", content: "Anyone with money?" }] })
    .withResponse();
  expect(response.headers.get("x-kaihe-target")).toBe("Practice 2/practice-small");
});

test("under a budget, calls without a sound upper bound are refused; without one they pass", async () => {
  const file = { role: "user" as const, content: [{ type: "file" as const, file: { file_id: "file_1" } }] };
  const image = { role: "user" as const, content: [{ type: "image_url" as const, image_url: { url: "data:," } }] };
  const code = (promise: Promise<unknown>) => failure(promise).then((error) => error.code);
  expect(await code(ask("unpriced", "x"))).toBe("model_unpriced");
  expect(await code(ask("capped", "x", { messages: [file] }))).toBe("unbounded_input");
  expect(await code(ask("capped", "x", { web_search_options: {} }))).toBe("unbounded_input");
  expect(await code(ask("capped", "x", { service_tier: "flex" }))).toBe("unbounded_price");
  await ask("capped", "x", { service_tier: "default" });
  await ask("capped", "x", { messages: [image] });
  await ask("free", "x", { messages: [image], service_tier: "flex" });
});

test("without a limit of its own a call under a budget is sent with the model's, so the bound holds", async () => {
  const [event] = await eventsOf(1, async () => {
    const answer = await ask("capped", "[[sim tokens=6000]]");
    expect(answer.choices[0]?.finish_reason).toBe("length");
    expect(answer.usage?.completion_tokens).toBe(4096);
  });
  expect(event?.charges).toEqual([{ leaseId: expect.stringMatching(/^lse_/), epoch: 1, nanos: event?.costNanos }]);
});

test("the next target answers when the first is gone; each attempt has its own event and its reason", async () => {
  const events = await eventsOf(3, async () => {
    const { response } = await clientOf(box)
      .chat.completions.create({ model: "fallback", messages: [{ role: "user", content: "Anyone?" }] })
      .withResponse();
    expect(response.headers.get("x-kaihe-target")).toBe("Practice 2/practice-small");
  });
  expect(
    events.map(({ connectionId, status, costNanos, attempt, reason, errorClass }) => [
      connectionId,
      status,
      costNanos > 0n,
      attempt,
      reason,
      errorClass,
    ]),
  ).toEqual([
    [prv(3), "upstream_error", false, 1, "first", "unreachable"],
    [prv(3), "upstream_error", false, 2, "retry", "unreachable"],
    [prv(2), "ok", true, 3, "fallback", null],
  ]);
  expect(new Set(events.map(({ callId }) => callId)).size).toBe(1);
});

test("a provider that is not there is 502 without a charge; its own errors pass with status and body", async () => {
  const client = new OpenAI({ baseURL: `http://127.0.0.1:${box.gatewayPort}/v1`, apiKey: localKey, maxRetries: 0 });
  const call = (model: string, content: string) =>
    failure(client.chat.completions.create({ model, messages: [{ role: "user", content }] }));
  const [event] = await eventsOf(1, async () => {
    expect(await call("gone", "x")).toMatchObject({ status: 502, code: "upstream_unreachable" });
  });
  expect(event).toMatchObject({ status: "upstream_error", costNanos: 0n, isEstimated: false });
  const limited = await call("capped", "[[sim status=429 retry_after=2]]");
  expect(limited).toMatchObject({ status: 429, code: "practice_error" });
  expect(limited.headers?.get("retry-after")).toBe("2");
});

test("a stream that the provider cuts ends in an error, not in [DONE], and charges the hold", async () => {
  const [event] = await eventsOf(1, async () => {
    const error = await failure(stream("capped", "[[sim cut_after=3]]"));
    expect(error.message).toContain("broke off");
  });
  expect(event).toMatchObject({ status: "interrupted", isEstimated: true });
  expect(event?.costNanos).toBeGreaterThan(4096n * 1600n);
});

test("an answer without usage is charged at the hold and marked as estimated", async () => {
  const events = await eventsOf(2, async () => {
    await ask("capped", "[[sim no_usage]]");
    await stream("capped", "[[sim no_usage]]");
  });
  for (const event of events) expect(event).toMatchObject({ status: "ok", isEstimated: true });
});

test("a client that hangs up stops the provider, and the hold is charged", async () => {
  const [event] = await eventsOf(1, async () => {
    const controller = new AbortController();
    const body = { model: "capped", messages: [{ role: "user" as const, content: "[[sim chunk_ms=20 tokens=1000]]" }] };
    const running = await clientOf(box).chat.completions.create(
      { ...body, stream: true },
      { signal: controller.signal },
    );
    for await (const chunk of running) if (chunk.choices[0]?.delta.content) controller.abort();
  });
  expect(event).toMatchObject({ status: "cancelled", isEstimated: true });
  const cut = await waitFor("the provider to notice", async () =>
    (await provider.ledger()).find(
      (call) => !call.isComplete && call.isStream && (call.usage?.completion_tokens ?? 0) < 900,
    ),
  );
  expect(cut.isComplete).toBe(false);
});

test("what the box bills is what the provider's own ledger says", async () => {
  const [event] = await eventsOf(1, () => ask("practice-reasoner", "Think about the bill"));
  const served = (await provider.ledger()).at(-1);
  const { tokens } = event ?? { tokens: { input: 0, cacheRead: 0, output: 0, reasoning: 0 } };
  expect(tokens.input + tokens.cacheRead).toBe(served?.usage?.prompt_tokens);
  expect(tokens.output + tokens.reasoning).toBe(served?.usage?.completion_tokens);
  expect(tokens.reasoning).toBe(served?.usage?.completion_tokens_details.reasoning_tokens);
});

test("calls that the console has not heard of wait on disk, and all of them arrive later", async () => {
  await fake.goDown();
  const start = await backlog();
  await ask("capped", "one");
  expect(await backlog()).toBe(start + 1);
  await stream("capped", "two");
  expect(await backlog()).toBe(start + 2);
  await fake.comeUp();
  await waitFor("an empty outbox", async () => (await backlog()) === 0, 20_000);
  expect(fake.bank.violations).toEqual([]);
}, 25_000);
