import Anthropic, {
  PermissionDeniedError as AnthropicPermissionDeniedError,
  RateLimitError as AnthropicRateLimitError,
} from "@anthropic-ai/sdk";
import OpenAI, { PermissionDeniedError, RateLimitError } from "openai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { waitFor } from "../testing/wait-for.ts";
import { keyRule, localKey, routeTo, targetOf } from "../testing/world.ts";
import { type GatewayWorld, openai, startGatewayWorld } from "./testing/gateway-world.ts";

const apis = ["chat", "responses", "embeddings", "messages"] as const;
type Api = (typeof apis)[number];
const limits = {
  minute: { requestsPerMinute: 2 },
  tokens: { tokensPerMinute: 5 },
  once: { concurrentCalls: 1 },
  models: { models: ["allowed"] },
};
const keyOf = (name: string, api: Api) => `kl_${name}_${api}`;

let world: GatewayWorld;
beforeAll(async () => {
  const rules = Object.entries(limits).flatMap(([name, limit]) =>
    apis.map((api) => keyRule(`${name} ${api}`, keyOf(name, api), limit)),
  );
  world = await startGatewayWorld({
    routes: {
      allowed: routeTo([targetOf(openai, "practice-allowed")]),
      ...Object.fromEntries(apis.map((api) => [`slow-${api}`, routeTo([targetOf(openai, `practice-slow-${api}`)])])),
    },
    localKeys: [keyRule("tests", localKey), ...rules],
  });
});
afterAll(() => world.stop());

/** One call with the API's own client. */
function call(api: Api, key: string, model = "allowed"): Promise<unknown> {
  const client = new OpenAI({ baseURL: `${world.origin}/v1`, apiKey: key, maxRetries: 0 });
  const messages = [{ role: "user" as const, content: "Hello there" }];
  if (api === "chat") return client.chat.completions.create({ model, messages });
  if (api === "responses") return client.responses.create({ model, input: "Hello there" });
  if (api === "embeddings") return client.embeddings.create({ model, input: "Hello there, all of you in there" });
  const anthropic = new Anthropic({ baseURL: world.origin, apiKey: key, maxRetries: 0 });
  return anthropic.messages.create({ model, messages, max_tokens: 100 });
}

async function refusal(api: Api, promise: Promise<unknown>) {
  const error = await promise.then(
    () => {
      throw new Error("the call went through");
    },
    // The two clients' errors have these fields in common.
    (thrown: unknown) => thrown as { status: number; headers: Headers; error: object; message: string },
  );
  const isAnthropic = api === "messages";
  const type = error.status === 429 ? "rate_limit_error" : "permission_error";
  if (isAnthropic) expect(error.error).toMatchObject({ type: "error", error: { type } });
  else expect(error.error).toMatchObject({ code: expect.stringMatching(/rate_limit_exceeded|model_not_allowed/) });
  return error;
}

const limited = (api: Api) => (api === "messages" ? AnthropicRateLimitError : RateLimitError);

describe.concurrent.each(apis)("%s", (api) => {
  test("more calls in a minute than the key may make are 429, and say when to come again", async () => {
    const key = keyOf("minute", api);
    await call(api, key);
    await call(api, key);
    const error = await refusal(api, call(api, key));
    expect(error).toBeInstanceOf(limited(api));
    expect(Number(error.headers.get("retry-after"))).toBeGreaterThan(50);
    expect(Number(error.headers.get("retry-after"))).toBeLessThanOrEqual(61);
    expect(error.message).toContain("2 requests a minute");
  });

  test("more tokens in a minute than the key may use are 429, from the call after", async () => {
    const key = keyOf("tokens", api);
    await call(api, key);
    const error = await refusal(api, call(api, key));
    expect(error).toBeInstanceOf(limited(api));
    expect(Number(error.headers.get("retry-after"))).toBeGreaterThan(50);
    expect(error.message).toContain("5 tokens a minute");
  });

  test("more calls at once than the key may make are 429 until one ends", async () => {
    const key = keyOf("once", api);
    await world.provider.script(["delay_ms=700"], `practice-slow-${api}`);
    const running = call(api, key, `slow-${api}`);
    await waitFor("the first call at the provider", async () =>
      (await world.provider.requests()).some(({ body }) => body.includes(`practice-slow-${api}`)),
    );
    const error = await refusal(api, call(api, key));
    expect(error).toBeInstanceOf(limited(api));
    expect(error.headers.get("retry-after")).toBe("1");
    await running;
    await waitFor("room for another call", () =>
      call(api, key)
        .then(() => true)
        .catch(() => false),
    );
  });

  test("a model that the key is not for is 403, and not in its list", async () => {
    const key = keyOf("models", api);
    await call(api, key);
    const error = await refusal(api, call(api, key, "openai"));
    expect(error).toBeInstanceOf(api === "messages" ? AnthropicPermissionDeniedError : PermissionDeniedError);
    const list = new OpenAI({ baseURL: `${world.origin}/v1`, apiKey: key }).models.list();
    expect((await list).data.map(({ id }) => id)).toEqual(["allowed"]);
  });
});
