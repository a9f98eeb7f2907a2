import { afterAll, beforeAll, expect, test } from "vitest";
import { routeTo, targetOf } from "../testing/world.ts";
import { azure, type GatewayWorld, openai, startGatewayWorld } from "./testing/gateway-world.ts";

const names = ["hit", "stream", "off", "change", "wish", "broken", "embed", "plain", "agents"] as const;
let world: GatewayWorld;
beforeAll(async () => {
  world = await startGatewayWorld({
    routes: Object.fromEntries(
      names.map((name) => [
        name,
        routeTo([targetOf(openai, `practice-${name}`), targetOf(azure, `practice-${name}`)], {
          cacheSeconds: name === "plain" ? null : 60,
        }),
      ]),
    ),
  });
});
afterAll(() => world.stop());

const messages = [{ role: "user", content: "Hello" }];
async function ask(model: string, more: object = {}, headers: Record<string, string> = {}) {
  const response = await world.post("/v1/chat/completions", { model, messages, max_tokens: 90, ...more }, headers);
  const text = await response.text();
  return { text, cache: response.headers.get("x-kaihe-cache"), headers: response.headers };
}
const rows = async (name: string) => (await world.rowsOf(`practice-${name}`)).length;

test.concurrent("the same request is answered from memory: nobody is asked, nothing is paid, and it says what was saved", async () => {
  const first = await ask("hit");
  const again = await ask("hit");
  expect([first.cache, again.cache]).toEqual(["miss", "hit"]);
  expect(again.text).toBe(first.text);
  expect(again.headers.get("content-type")).toBe("application/json");
  expect(again.headers.get("x-kaihe-target")).toBe("Practice 1/practice-hit");
  expect(again.headers.get("x-kaihe-cost-nanos")).toBe("0");
  const [paid, cached] = await world.eventsFor("hit", 2);
  expect(again.headers.get("x-kaihe-saved-nanos")).toBe(paid?.costNanos.toString());
  expect(cached).toMatchObject({
    reason: "cache",
    status: "ok",
    costNanos: 0n,
    savedNanos: paid?.costNanos,
    tokens: { input: 0, output: 0 },
    charges: [],
    httpStatus: null,
    callId: again.headers.get("x-kaihe-request-id"),
  });
  expect(await rows("hit")).toBe(1);
});

test.concurrent("an answer from memory stands under the agent who asked for it this time", async () => {
  const body = { model: "agents", messages: [{ role: "user", content: "Who?" }] };
  for (const agent of ["one", "two"]) await world.post("/v1/chat/completions", body, { "x-kaihe-agent": agent });
  expect(await world.eventsFor("agents", 2)).toMatchObject([
    { reason: "first", agent: "one" },
    { reason: "cache", agent: "two" },
  ]);
});

test.concurrent("the order of keys does not matter, at any depth", async () => {
  const post = (text: string) => world.post("/v1/chat/completions", text);
  const first = await post(
    '{"model":"change","messages":[{"role":"user","content":"Order"}],"seed":1,"metadata":{"a":"1","b":"2"}}',
  );
  const again = await post(
    '{"metadata":{"b":"2","a":"1"},"seed":1,"messages":[{"content":"Order","role":"user"}],"model":"change"}',
  );
  expect([first, again].map(({ headers }) => headers.get("x-kaihe-cache"))).toEqual(["miss", "hit"]);
});

test.concurrent("any change is another request, down to the last digit of a long number", async () => {
  const changes = [
    {},
    { max_tokens: 91 },
    { messages: [{ role: "user", content: "Hello " }] },
    { messages: [{ role: "system", content: "Hello" }, ...messages] },
    { temperature: 0 },
    { n: 1 },
    { metadata: { a: "1" } },
  ];
  for (const change of changes) expect((await ask("change", change)).cache).toBe("miss");
  for (const digit of [6, 7]) {
    const text = `{"model":"change","messages":[{"role":"user","content":"Digits"}],"seed":922337203685477580${digit}}`;
    expect((await world.post("/v1/chat/completions", text)).headers.get("x-kaihe-cache")).toBe("miss");
  }
});

test.concurrent("whoever wishes for another target does not get the first one's answer", async () => {
  expect((await ask("wish")).cache).toBe("miss");
  const other = await ask("wish", {}, { "x-kaihe-provider": "Practice 4" });
  expect(other.cache).toBe("miss");
  expect(other.headers.get("x-kaihe-target")).toBe("Practice 4/practice-wish");
  expect((await ask("wish", {}, { "openai-beta": "new=1" })).cache).toBe("miss");
  expect((await ask("wish")).cache).toBe("hit");
});

test.concurrent("a stream and a whole answer are two; a stream comes back as one, and says that it cost nothing", async () => {
  await ask("stream");
  const first = await ask("stream", { stream: true });
  const again = await ask("stream", { stream: true });
  expect([first.cache, again.cache]).toEqual(["miss", "hit"]);
  expect(again.headers.get("content-type")).toContain("text/event-stream");
  expect(again.text).toContain("\n: x-kaihe-cost-nanos=0\n");
  const withoutCost = (text: string) => text.replace(/x-kaihe-cost-nanos=\d+/, "");
  expect(withoutCost(again.text)).toBe(withoutCost(first.text));
});

test.concurrent("whoever wants a fresh answer gets one, and no copy of it stays", async () => {
  const off = { "x-kaihe-cache": "off" };
  await ask("off", {}, off);
  expect((await ask("off")).cache).toBe("miss");
  await ask("off", {}, off);
  expect(await rows("off")).toBe(3);
  expect((await ask("off")).cache).toBe("hit");
  await ask("plain");
  expect((await ask("plain")).cache).toBeNull();
});

test.concurrent("errors and broken streams are not kept", async () => {
  await world.provider.script(["status=400", "cut_after=4", ""], "practice-broken");
  await ask("broken");
  await ask("broken", { stream: true });
  expect((await ask("broken")).cache).toBe("miss");
  expect((await ask("broken", { stream: true })).cache).toBe("miss");
});

test.concurrent("embeddings too, and each API by itself", async () => {
  const embed = () => world.post("/v1/embeddings", { model: "embed", input: "Hello" });
  expect((await embed()).headers.get("x-kaihe-cache")).toBe("miss");
  expect((await embed()).headers.get("x-kaihe-cache")).toBe("hit");
  const response = await world.post("/v1/responses", { model: "embed", input: "Hello" });
  expect(response.headers.get("x-kaihe-cache")).toBe("miss");
});
