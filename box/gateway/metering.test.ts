import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { costNanos } from "../../lib/prices/cost.ts";
import type { Route } from "../../lib/protocol/config.ts";
import { noTokens, type Tokens, type UsageEvent } from "../../lib/protocol/usage.ts";
import type { LedgerRow } from "../../sim/provider/ledger.ts";
import { modelOf, practiceConnection, routeTo, targetOf } from "../testing/world.ts";
import { distinctPrice } from "./testing/distinct-price.ts";
import { anthropic, azure, type GatewayWorld, gemini, openai, startGatewayWorld } from "./testing/gateway-world.ts";

/** A model server on the local network whose electricity has a price. */
const meteredLocal = 7;
const connections = { openai, azure, anthropic, gemini, local: meteredLocal };
type Kind = keyof typeof connections;
type Api = "chat" | "responses" | "embeddings" | "messages";

const kindsOf: Record<Api, readonly Kind[]> = {
  chat: ["openai", "azure", "anthropic", "gemini", "local"],
  responses: ["openai", "azure", "local"],
  embeddings: ["openai", "azure", "local"],
  messages: ["openai", "azure", "anthropic", "gemini", "local"],
};
const apis = ["chat", "responses", "embeddings", "messages"] as const;

/** What each provider's API can report, as directives to the practice provider. */
const directivesOf: Record<Kind, string> = {
  openai: "input=211 cached=31 cache_write=7 audio_in=13 reasoning=17 audio_out=5 tokens=23",
  azure: "input=211 cached=31 cache_write=7 audio_in=13 reasoning=17 audio_out=5 tokens=23",
  local: "input=211 cached=31 cache_write=7 audio_in=13 reasoning=17 audio_out=5 tokens=23",
  anthropic: "input=211 cached=31 cache_write=7 cache_write_1h=11 reasoning=17 searches=3 tokens=23",
  gemini: "input=211 cached=31 audio_in=13 reasoning=17 audio_out=5 searches=3 tokens=23",
};
/** OpenAI's Responses API has no audio, and its searches are items of the answer; embeddings have nothing but input. */
function directives(api: Api, kind: Kind): string {
  if (api === "responses") return "input=211 cached=31 cache_write=7 reasoning=17 searches=3 tokens=23";
  if (api === "embeddings") return "input=211";
  // A chat cannot ask Anthropic for searches, so an answer with some makes no sense there.
  return api === "chat" && kind === "anthropic" ? directivesOf[kind].replace("searches=3 ", "") : directivesOf[kind];
}

const variants = [
  { variant: "full", directive: (api: Api, kind: Kind) => directives(api, kind) },
  { variant: "zero", directive: (api: Api) => (api === "embeddings" ? "input=0" : "input=0 tokens=1") },
  { variant: "silent", directive: () => "no_usage" },
] as const;
const cases = apis.flatMap((api) =>
  kindsOf[api].flatMap((kind) =>
    (api === "embeddings" ? ["whole" as const] : (["whole", "stream"] as const)).flatMap((form) =>
      variants
        // Anthropic's streams cannot be without usage: translated, the answer would make no sense.
        .filter(({ variant }) => !(variant === "silent" && kind === "anthropic" && api === "chat"))
        .map(({ variant, directive }) => {
          const name = `${api}-${kind}-${form}-${variant}`;
          return { api, kind, form, variant, name, directive: directive(api, kind) };
        }),
    ),
  ),
);
const routes: Record<string, Route> = Object.fromEntries(
  cases.map(({ name, kind }) => [name, routeTo([targetOf(connections[kind], `practice-${name}`)])]),
);

let world: GatewayWorld;
beforeAll(async () => {
  world = await startGatewayWorld({
    routes,
    model: { prices: [{ fromMs: 0, daily: null, price: distinctPrice }] },
    connections: (provider) => [
      practiceConnection(meteredLocal, provider.baseUrl, {
        kind: "local",
        channel: "local",
        models: [modelOf("some")],
      }),
    ],
    budgets: [{ number: 1, connection: null, capNanos: 900_000_000_000_000n }],
  });
});
afterAll(async () => {
  await world.untilNothingIsHeld();
  await world.stop();
});

const paths: Record<Api, string> = {
  chat: "/v1/chat/completions",
  responses: "/v1/responses",
  embeddings: "/v1/embeddings",
  messages: "/v1/messages",
};
const text = "Tell me of the bill";
const messages = [{ role: "user", content: text }];
/** Anthropic writes to its cache where it is told to, and a bound may count on that. */
const cached = { type: "text", text, cache_control: { type: "ephemeral", ttl: "1h" } };
const bodies: Record<Api, object> = {
  chat: { messages, max_completion_tokens: 200 },
  responses: { input: text, max_output_tokens: 200 },
  embeddings: { input: text },
  messages: { messages: [{ role: "user", content: [cached] }], max_tokens: 200 },
};

const number = (value: unknown) => (typeof value === "number" ? value : 0);
const part = (value: unknown, ...path: string[]): unknown =>
  path.reduce(
    (inner, key) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );

/** The provider's own figures as disjoint buckets, by what each vendor's API reference says of its fields. */
function bucketsOf({ surface, rawUsage }: LedgerRow): Tokens {
  const of = (...path: string[]) => number(part(rawUsage, ...path));
  if (surface === "anthropic.messages") {
    const reasoning = of("output_tokens_details", "thinking_tokens");
    return {
      ...noTokens,
      input: of("input_tokens"),
      cacheRead: of("cache_read_input_tokens"),
      cacheWrite5m: of("cache_creation", "ephemeral_5m_input_tokens"),
      cacheWrite1h: of("cache_creation", "ephemeral_1h_input_tokens"),
      output: of("output_tokens") - reasoning,
      reasoning,
    };
  }
  if (surface === "gemini.generateContent") {
    const modality = (list: string, name: string) => {
      const rows = part(rawUsage, list);
      return number(part(Array.isArray(rows) ? rows.find((row) => row.modality === name) : null, "tokenCount"));
    };
    const audioInput = modality("promptTokensDetails", "AUDIO");
    const audioOutput = modality("candidatesTokensDetails", "AUDIO");
    const cacheRead = of("cachedContentTokenCount");
    return {
      ...noTokens,
      input: of("promptTokenCount") - cacheRead - audioInput,
      cacheRead,
      audioInput,
      output: of("candidatesTokenCount") - audioOutput,
      audioOutput,
      reasoning: of("thoughtsTokenCount"),
    };
  }
  const isResponses = surface.endsWith(".responses");
  const [asked, given] = isResponses ? ["input_tokens", "output_tokens"] : ["prompt_tokens", "completion_tokens"];
  const cacheRead = of(`${asked}_details`, "cached_tokens");
  const cacheWrite5m = of(`${asked}_details`, "cache_write_tokens");
  const audioInput = of(`${asked}_details`, "audio_tokens");
  const reasoning = of(`${given}_details`, "reasoning_tokens");
  const audioOutput = of(`${given}_details`, "audio_tokens");
  return {
    ...noTokens,
    input: of(asked) - cacheRead - cacheWrite5m - audioInput,
    cacheRead,
    cacheWrite5m,
    audioInput,
    output: of(given) - reasoning - audioOutput,
    reasoning,
    audioOutput,
  };
}

type Called = { event: UsageEvent; row: LedgerRow; response: Response; answer: string };

async function call({ api, form, name, directive }: (typeof cases)[number], runId: string): Promise<Called> {
  await world.provider.script([directive], `practice-${name}`);
  const body = { model: name, ...bodies[api], ...(form === "stream" ? { stream: true } : {}) };
  const response = await world.post(paths[api], body, { "x-kaihe-run-id": runId });
  const answer = await response.text();
  expect(response.status, answer).toBe(200);
  const [event] = await world.eventsFor(name, 1);
  const [row] = await world.rowsOf(`practice-${name}`);
  if (!event || !row) throw new Error("every call has an event and a row");
  return { event, row, response, answer };
}

describe.concurrent.each(cases.filter(({ variant }) => variant === "full"))("$api on $kind, $form", (one) => {
  test("is billed as the provider bills it, bucket by bucket", async () => {
    const { event, row, response, answer } = await call(one, `run ${one.name}`);
    const tokens = bucketsOf(row);
    expect(event.tokens).toEqual(tokens);
    if (one.api !== "embeddings") expect(tokens).toMatchObject({ cacheRead: 31, reasoning: 17 });
    expect(event.webSearches).toBe(one.directive.includes("searches=3") ? 3 : 0);
    expect(event.costNanos).toBe(costNanos(distinctPrice, tokens, event.webSearches));
    expect(event.charges).toEqual([{ leaseId: expect.stringMatching(/^lse_/), epoch: 1, nanos: event.costNanos }]);
    expect(event).toMatchObject({
      status: "ok",
      surface: one.api,
      route: one.name,
      model: `practice-${one.name}`,
      caller: "tests",
      callId: response.headers.get("x-kaihe-request-id"),
      attempt: 1,
      reason: "first",
      httpStatus: 200,
      errorClass: null,
      runId: `run ${one.name}`,
      isEstimated: false,
      priceHash: distinctPrice.hash,
      savedNanos: 0n,
    });
    expect(event.firstTokenMs).toBeLessThanOrEqual(event.latencyMs);
    expect(response.headers.get("x-request-id")).toBe(event.callId);
    expect(response.headers.get("x-kaihe-target")).toMatch(new RegExp(`/practice-${one.name}$`));
    expect(response.headers.get("x-kaihe-attempts")).toBe("1");
    const cost = event.costNanos.toString();
    if (one.form === "whole") expect(response.headers.get("x-kaihe-cost-nanos")).toBe(cost);
    else expect(answer).toContain(`\n: x-kaihe-cost-nanos=${cost}\n\n`);
  });
});

describe.concurrent.each(cases.filter(({ variant }) => variant === "silent"))("$api on $kind, $form", (one) => {
  test("is charged at its hold when the provider does not say what it used", async () => {
    const { event } = await call(one, "");
    expect(event).toMatchObject({ status: "ok", isEstimated: true, tokens: noTokens, webSearches: 0, runId: null });
    // At the dearest bucket that is possible, and more than the whole prompt and answer.
    const most = one.api === "embeddings" ? noTokens : { ...noTokens, reasoning: 200 };
    expect(event.costNanos).toBeGreaterThan(costNanos(distinctPrice, { ...most, input: text.length }));
  });
});

describe.concurrent.each(cases.filter(({ variant }) => variant === "zero"))("$api on $kind, $form", (one) => {
  test("an explicit zero stays zero", async () => {
    const { event, row } = await call(one, "");
    expect(event).toMatchObject({ isEstimated: false, tokens: { ...noTokens, output: row.outputTokens } });
    expect(event.costNanos).toBe(costNanos(distinctPrice, event.tokens));
  });
});
