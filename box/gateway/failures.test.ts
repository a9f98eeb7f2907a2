import type { APIError, OpenAI } from "openai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Route, type RouteFailure } from "../../lib/protocol/config.ts";
import type { ErrorClass } from "../../lib/protocol/usage.ts";
import { prv, routeTo, targetOf } from "../testing/world.ts";
import { azure, type GatewayWorld, gone, openai, startGatewayWorld } from "./testing/gateway-world.ts";

type Case = {
  name: string;
  errorClass: ErrorClass;
  directive: string;
  isStream?: boolean;
  httpStatus: number | null;
  /** The request arrived and no usable answer came: it may have been billed. */
  isCharged?: boolean;
};

/** What can go wrong before the first byte, and what it is to the box. */
const cases: Case[] = [
  { name: "rate-limit", errorClass: "rate_limited", directive: "status=429", httpStatus: 429 },
  { name: "overloaded-529", errorClass: "overloaded", directive: "status=529", httpStatus: 529 },
  { name: "overloaded-503", errorClass: "overloaded", directive: "status=503", httpStatus: 503 },
  { name: "context", errorClass: "context_too_long", directive: "context_too_long", httpStatus: 400 },
  { name: "key-401", errorClass: "auth", directive: "status=401", httpStatus: 401 },
  { name: "key-403", errorClass: "auth", directive: "status=403", httpStatus: 403 },
  { name: "model-404", errorClass: "not_found", directive: "status=404", httpStatus: 404 },
  { name: "server-500", errorClass: "server_error", directive: "status=500", httpStatus: 500 },
  { name: "proxy-page", errorClass: "server_error", directive: "html_error", httpStatus: 502 },
  { name: "nothing", errorClass: "server_error", directive: "empty", httpStatus: 200, isCharged: true },
  { name: "half-json", errorClass: "server_error", directive: "malformed_after=0", httpStatus: 200, isCharged: true },
  { name: "half-body", errorClass: "stream_cut", directive: "cut_after=0", httpStatus: 200, isCharged: true },
  { name: "slow", errorClass: "timeout", directive: "delay_ms=4000", httpStatus: null, isCharged: true },
  {
    name: "slow-stream",
    errorClass: "timeout",
    directive: "delay_ms=4000",
    isStream: true,
    httpStatus: null,
    isCharged: true,
  },
  {
    name: "silent-stream",
    errorClass: "timeout",
    directive: "first_byte_ms=4000",
    isStream: true,
    httpStatus: 200,
    isCharged: true,
  },
  {
    name: "cut-stream",
    errorClass: "stream_cut",
    directive: "cut_after=0",
    isStream: true,
    httpStatus: 200,
    isCharged: true,
  },
  {
    name: "error-stream",
    errorClass: "server_error",
    directive: "error_event_after=0",
    isStream: true,
    httpStatus: 200,
    isCharged: true,
  },
];

const failure = (more: Partial<RouteFailure>) => ({ ...Route.parse({ targets: [targetOf(1)] }).failure, ...more });
/** Two targets with models of their own, so that tests that run at once share no breaker and no script. */
const pair = (name: string, more: Partial<RouteFailure> = {}) =>
  routeTo([targetOf(openai, `practice-${name}`), targetOf(azure, `practice-${name}-next`)], {
    failure: failure({ retries: 0, ...more }),
  });

const routes: Record<string, Route> = {
  ...Object.fromEntries(cases.map(({ name }) => [name, pair(name, { firstByteSeconds: 1 })])),
  ...Object.fromEntries(
    cases.map(({ name, errorClass }) => {
      const { fallbackOn } = failure({});
      return [
        `not-${name}`,
        pair(`not-${name}`, { fallbackOn: fallbackOn.filter((one) => one !== errorClass), firstByteSeconds: 1 }),
      ];
    }),
  ),
  "dead-first": routeTo([targetOf(gone, "practice-away"), targetOf(openai, "practice-there")], {
    failure: failure({ retries: 0 }),
  }),
  "bad-request": pair("bad-request"),
  filtered: pair("filtered"),
  "only-first": pair("only-first"),
  again: pair("again", { retries: 1 }),
  "again-later": pair("again-later", { retries: 3 }),
  "again-twice": pair("again-twice", { retries: 2 }),
  "no-waiting-helps": pair("no-waiting-helps", { retries: 3 }),
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

/** The text of an answer, and what the box says of it. */
async function ask(route: string, isStream = false, headers: Record<string, string> = {}) {
  const body = { model: route, messages: [{ role: "user" as const, content: "Hello" }], max_tokens: 300 };
  if (!isStream) {
    const { data, response } = await world.openai.chat.completions.create(body, { headers }).withResponse();
    return { text: data.choices[0]?.message.content ?? "", response };
  }
  const { data, response } = await world.openai.chat.completions
    .create({ ...body, stream: true }, { headers })
    .withResponse();
  const chunks: OpenAI.ChatCompletionChunk[] = [];
  for await (const chunk of data) chunks.push(chunk);
  const models = new Set(chunks.map(({ model }) => model).filter((model) => model !== ""));
  expect(models).toEqual(new Set([`practice-${route}-next`]));
  return { text: chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "").join(""), response };
}

const failing = (promise: Promise<unknown>) =>
  promise.then(
    () => {
      throw new Error("the call went through");
    },
    (error: APIError) => error,
  );

describe.concurrent("the next target answers, and the caller sees nothing of the first,", () => {
  test.each(cases)("after $name", async ({ name, errorClass, directive, isStream, httpStatus, isCharged = false }) => {
    await world.provider.script([directive], `practice-${name}`);
    const { text, response } = await ask(name, isStream);
    expect(text).toMatch(new RegExp(`^Hello from practice-${name}-next`));
    expect(response.headers.get("x-kaihe-target")).toBe(`Practice 4/practice-${name}-next`);
    expect(response.headers.get("x-kaihe-attempts")).toBe("2");
    const [first, second] = await world.eventsFor(name, 2);
    const status = isCharged ? "interrupted" : "upstream_error";
    expect(first).toMatchObject({
      reason: "first",
      attempt: 1,
      errorClass,
      httpStatus,
      status,
      isEstimated: isCharged,
    });
    expect(first?.costNanos === 0n).toBe(!isCharged);
    expect(second).toMatchObject({ reason: "fallback", attempt: 2, errorClass: null, httpStatus: 200, status: "ok" });
    expect(second?.connectionId).toBe(prv(azure));
    expect(second?.callId).toBe(first?.callId);
    expect(second?.callId).toBe(response.headers.get("x-kaihe-request-id"));
  });

  test("after one where nobody listens, which costs nothing", async () => {
    const { response } = await ask("dead-first");
    expect(response.headers.get("x-kaihe-target")).toBe("Practice 1/practice-there");
    const [first] = await world.eventsFor("dead-first", 2);
    expect(first).toMatchObject({
      errorClass: "unreachable",
      httpStatus: null,
      status: "upstream_error",
      costNanos: 0n,
    });
  });
});

describe.concurrent("no other target is asked", () => {
  test.each(cases)(
    "after $name where the route does not list it",
    async ({ name, directive, isStream, errorClass }) => {
      const route = `not-${name}`;
      await world.provider.script([directive], `practice-${route}`);
      const error = await failing(ask(route, isStream));
      expect(error.headers?.get("x-kaihe-attempts")).toBe("1");
      expect(error.status).toBeGreaterThanOrEqual(400);
      const events = await world.eventsFor(route, 1);
      expect(events.map((event) => event.errorClass)).toEqual([errorClass]);
      expect(await world.rowsOf(`practice-${route}-next`)).toEqual([]);
    },
  );

  test.each([
    ["bad-request", "status=400", "bad_request"],
    ["filtered", "content_filter=prompt", "content_policy"],
  ])("by default after %s", async (name, directive, errorClass) => {
    await world.provider.script([directive], `practice-${name}`);
    const error = await failing(ask(name));
    expect(error.status).toBe(400);
    expect(await world.eventsFor(name, 1)).toMatchObject([{ errorClass, costNanos: 0n }]);
    expect(await world.rowsOf(`practice-${name}-next`)).toEqual([]);
  });

  test("when the caller does not want one", async () => {
    await world.provider.script(["status=500"], "practice-only-first");
    const error = await failing(ask("only-first", false, { "x-kaihe-fallback": "off" }));
    expect(error).toMatchObject({ status: 500, code: "practice_error" });
    expect(await world.eventsFor("only-first", 1)).toHaveLength(1);
    expect(await world.rowsOf("practice-only-first-next")).toEqual([]);
  });
});

describe.concurrent("the same target is tried again", () => {
  test("not before the time that it asked for", async () => {
    await world.provider.script(["status=429 retry_after=1", ""], "practice-again");
    const { response } = await ask("again");
    expect(response.headers.get("x-kaihe-target")).toBe("Practice 1/practice-again");
    expect(response.headers.get("x-kaihe-attempts")).toBe("2");
    const [refused, answered] = await world.rowsOf("practice-again");
    expect([refused?.status, answered?.status]).toEqual([429, 200]);
    expect((answered?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(1000);
    const events = await world.eventsFor("again", 2);
    expect(events).toMatchObject([
      { reason: "first", errorClass: "rate_limited", httpStatus: 429, costNanos: 0n },
      { reason: "retry", errorClass: null, httpStatus: 200 },
    ]);
  });

  test("as often as the route says, then the next one", async () => {
    await world.provider.script(["status=500", "status=503", "status=502"], "practice-again-twice");
    const { response } = await ask("again-twice");
    expect(response.headers.get("x-kaihe-target")).toBe("Practice 4/practice-again-twice-next");
    const events = await world.eventsFor("again-twice", 4);
    expect(events.map(({ reason }) => reason)).toEqual(["first", "retry", "retry", "fallback"]);
    expect(events.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4]);
  });

  test.each([
    ["again-later", "status=429 retry_after=21"],
    ["no-waiting-helps", "status=401"],
  ])("but not when that takes too long or cannot help: %s", async (name, directive) => {
    await world.provider.script([directive], `practice-${name}`);
    const { response } = await ask(name);
    expect(response.headers.get("x-kaihe-target")).toBe(`Practice 4/practice-${name}-next`);
    expect(await world.rowsOf(`practice-${name}`)).toHaveLength(1);
  });
});
