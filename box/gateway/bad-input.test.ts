import Anthropic, {
  AuthenticationError as AnthropicAuthenticationError,
  BadRequestError as AnthropicBadRequestError,
  APIError as AnthropicError,
  NotFoundError as AnthropicNotFoundError,
  PermissionDeniedError as AnthropicPermissionDeniedError,
} from "@anthropic-ai/sdk";
import OpenAI, { APIError, AuthenticationError, BadRequestError, NotFoundError, PermissionDeniedError } from "openai";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { keyRule, localKey, routeTo, targetOf } from "../testing/world.ts";
import { anthropic, type GatewayWorld, gemini, heldNanos, openai, startGatewayWorld } from "./testing/gateway-world.ts";

const expired = "kl_expired_key";
const narrow = "kl_narrow_key";

let world: GatewayWorld;
let sent = 0;
beforeAll(async () => {
  world = await startGatewayWorld({
    routes: {
      only: routeTo([targetOf(openai, "practice-only")]),
      claude: routeTo([targetOf(anthropic, "practice-claude")]),
      gemini: routeTo([targetOf(gemini, "practice-gemini")]),
    },
    settings: { maxBodyMegabytes: 1 },
    localKeys: [
      keyRule("tests", localKey),
      keyRule("expired", expired, { expiresAtMs: Date.parse("2020-02-03T04:05:06Z") }),
      keyRule("narrow", narrow, { models: ["only"] }),
    ],
  });
  sent = (await world.provider.ledger()).length;
});
afterAll(() => world.stop());
/** The guarantee of this file: whatever was wrong, no provider heard of it, and no money is set aside or spent. */
afterEach(async () => {
  expect(await world.provider.ledger()).toHaveLength(sent);
  expect(heldNanos(world.box)).toBe(0n);
  expect(world.fake.bank.events.size).toBe(0);
});

type Failure = { status: number; code: unknown; requestID: string | null | undefined; error: unknown };

const failing = async (promise: Promise<unknown>): Promise<Failure> => {
  try {
    await promise;
  } catch (error) {
    // The two clients' errors have these fields in common; which class it is, each test says.
    return error as Failure;
  }
  throw new Error("the call went through");
};

/** The three APIs of OpenAI's client, and Anthropic's, told alike. */
const openAiCalls = {
  chat: (client: OpenAI, body: object, options?: OpenAI.RequestOptions) =>
    client.post("/chat/completions", { body, ...options }),
  responses: (client: OpenAI, body: object, options?: OpenAI.RequestOptions) =>
    client.post("/responses", { body, ...options }),
  embeddings: (client: OpenAI, body: object, options?: OpenAI.RequestOptions) =>
    client.post("/embeddings", { body, ...options }),
};
const messages = [{ role: "user" as const, content: "Hello" }];
const goods = {
  chat: { model: "only", messages },
  responses: { model: "only", input: "Hello" },
  embeddings: { model: "practice-embedding", input: "Hello" },
};
const names = ["chat", "responses", "embeddings"] as const;
const clientWith = (apiKey: string) => new OpenAI({ baseURL: `${world.origin}/v1`, apiKey, maxRetries: 0 });

describe.each(names)("openai's client, %s", (api) => {
  const call = openAiCalls[api];
  const good = goods[api];

  test.each([
    ["no model", { ...good, model: undefined }, BadRequestError, "missing_model"],
    ["an empty model", { ...good, model: "" }, BadRequestError, "missing_model"],
    ["a model that is no text", { ...good, model: ["only"] }, BadRequestError, "missing_model"],
    ["an unknown model", { ...good, model: "no-such" }, NotFoundError, "model_not_found"],
    ["a list", [good], BadRequestError, "invalid_json"],
    ["a body that is too large", { ...good, pad: "x".repeat(1_100_000) }, APIError, "body_too_large"],
  ])("%s", async (_name, body, type, code) => {
    const error = await failing(call(world.openai, body));
    expect(error).toBeInstanceOf(type);
    expect(error).toMatchObject({ code, requestID: expect.stringMatching(/^req_/) });
    if (code === "body_too_large") expect(error.status).toBe(413);
  });

  test("a wrong key, an expired one, none, and one that is not for this model", async () => {
    const wrong = await failing(call(clientWith("kl_wrong"), good));
    expect(wrong).toBeInstanceOf(AuthenticationError);
    expect(wrong).toMatchObject({ code: "invalid_api_key" });
    const late = await failing(call(clientWith(expired), good));
    expect(late).toBeInstanceOf(AuthenticationError);
    expect(String(late)).toContain('"expired" expired on 2020-02-03');
    const none = await failing(call(world.openai, good, { headers: { authorization: null } }));
    expect(none).toBeInstanceOf(AuthenticationError);
    const denied = await failing(call(clientWith(narrow), { ...good, model: "openai" }));
    expect(denied).toBeInstanceOf(PermissionDeniedError);
    expect(denied).toMatchObject({ code: "model_not_allowed" });
  });
});

describe("openai's client", () => {
  test.each([
    ["chat", { max_tokens: -1 }, "invalid_value"],
    ["chat", { max_completion_tokens: 0.5 }, "invalid_value"],
    ["chat", { n: -2 }, "invalid_value"],
    ["chat", { stream: "yes" }, "invalid_value"],
    ["responses", { max_output_tokens: -1 }, "invalid_value"],
    ["responses", { stream: "yes" }, "invalid_value"],
    ["responses", { background: true }, "unsupported_value"],
    ["responses", { previous_response_id: "resp_1" }, "unbounded_input"],
    ["embeddings", { input: 7 }, "invalid_value"],
    ["chat", { model: "claude", logit_bias: { 5: 1 } }, "unsupported_parameter"],
    ["chat", { model: "claude", n: 2 }, "unsupported_parameter"],
    ["chat", { model: "gemini", logit_bias: { 5: 1 } }, "unsupported_parameter"],
    ["responses", { model: "claude" }, "no_target_fits"],
    ["embeddings", { model: "gemini" }, "no_target_fits"],
  ] as const)("%s %j is a bad request (%s)", async (api, fields, code) => {
    const error = await failing(openAiCalls[api](world.openai, { ...goods[api], ...fields }));
    expect(error).toBeInstanceOf(BadRequestError);
    expect(error).toMatchObject({ code });
    expect(String(error)).not.toContain("undefined");
  });

  test.each([
    ["x-kaihe-stratgy", "cheapest"],
    ["x-kaihe-strategy", "best"],
    ["x-kaihe-channel", "direct,moon"],
    ["x-kaihe-provider", "nobody"],
    ["x-kaihe-max-input-usd", "-1"],
    ["x-kaihe-max-output-usd", "cheap"],
    ["x-kaihe-dry-run", "perhaps"],
    ["x-kaihe-fallback", "2"],
    ["x-kaihe-cache", "no"],
    ["x-kaihe-timeout-seconds", "0"],
    ["x-kaihe-run-id", "r".repeat(129)],
  ])("the header %s: %s is refused by name", async (name, value) => {
    const error = await failing(openAiCalls.chat(world.openai, goods.chat, { headers: { [name]: value } }));
    expect(error).toBeInstanceOf(BadRequestError);
    expect(error).toMatchObject({ code: "invalid_header", param: name });
    expect(String(error)).toContain(name);
  });
});

describe("anthropic's client", () => {
  const good = { model: "only", max_tokens: 10, messages };
  const create = (fields: object, client = world.anthropic) =>
    client.post("/v1/messages", { body: { ...good, ...fields } });

  test.each([
    ["no model", { model: undefined }, AnthropicBadRequestError, "invalid_request_error"],
    ["an unknown model", { model: "no-such" }, AnthropicNotFoundError, "not_found_error"],
    ["a negative limit", { max_tokens: -1 }, AnthropicBadRequestError, "invalid_request_error"],
    ["stream: yes", { stream: "yes" }, AnthropicBadRequestError, "invalid_request_error"],
    ["a feature with no equivalent", { top_k: 3 }, AnthropicBadRequestError, "invalid_request_error"],
    [
      "a hosted tool",
      { tools: [{ type: "web_search_20250305", name: "w" }] },
      AnthropicBadRequestError,
      "invalid_request_error",
    ],
    ["too large a body", { pad: "x".repeat(1_100_000) }, AnthropicError, "request_too_large"],
  ])("%s", async (_name, fields, type, errorType) => {
    const error = await failing(create(fields));
    expect(error).toBeInstanceOf(type);
    expect(error.error).toMatchObject({
      type: "error",
      error: { type: errorType, message: expect.stringMatching(/\w/) },
    });
    expect(error.requestID).toMatch(/^req_/);
    if (errorType === "request_too_large") expect(error.status).toBe(413);
  });

  test("a wrong key, one in the other header, and one that is not for this model", async () => {
    const client = (options: object) => new Anthropic({ baseURL: world.origin, maxRetries: 0, ...options });
    for (const options of [{ apiKey: "kl_wrong" }, { apiKey: null, authToken: "kl_wrong" }]) {
      const error = await failing(create({}, client(options)));
      expect(error).toBeInstanceOf(AnthropicAuthenticationError);
      expect(error.error).toMatchObject({ type: "error", error: { type: "authentication_error" } });
    }
    const denied = await failing(create({ model: "openai" }, client({ apiKey: narrow })));
    expect(denied).toBeInstanceOf(AnthropicPermissionDeniedError);
    expect(denied.error).toMatchObject({ type: "error", error: { type: "permission_error" } });
    const list = await failing(client({ apiKey: "kl_wrong" }).models.list());
    expect(list.error).toMatchObject({ type: "error" });
  });
});

describe("without a client", () => {
  test.each([
    ["{", "invalid_json"],
    ["", "invalid_json"],
    ["null", "invalid_json"],
    ["[1]", "invalid_json"],
    ['"text"', "invalid_json"],
    ["\u0000", "invalid_json"],
    ['{"model": "only", "messages": [NaN]}', "invalid_json"],
  ])("%j is no request", async (body, code) => {
    for (const path of ["/v1/chat/completions", "/v1/responses", "/v1/embeddings"]) {
      const response = await world.post(path, body);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ error: { code, type: "invalid_request_error" } });
    }
    const response = await world.post("/v1/messages", body);
    expect(await response.json()).toMatchObject({ type: "error", error: { type: "invalid_request_error" } });
  });

  test("a wrong method says which is right, an unknown path that it does not exist, in the caller's shape", async () => {
    const call = (method: string, path: string, headers: Record<string, string> = {}) =>
      fetch(world.origin + path, { method, headers: { authorization: `Bearer ${localKey}`, ...headers } });
    for (const path of ["/v1/chat/completions", "/v1/responses", "/v1/embeddings", "/v1/messages"]) {
      for (const method of ["GET", "PUT", "DELETE"]) {
        const response = await call(method, path);
        expect([response.status, response.headers.get("allow")]).toEqual([405, "POST"]);
      }
    }
    expect(await (await call("GET", "/v1/files")).json()).toMatchObject({ error: { code: "not_found" } });
    const version = { "anthropic-version": "2023-06-01" };
    expect(await (await call("POST", "/v1/complete", version)).json()).toMatchObject({
      type: "error",
      error: { type: "not_found_error" },
    });
    expect((await call("GET", "/v1/models/")).status).toBe(404);
  });
});
