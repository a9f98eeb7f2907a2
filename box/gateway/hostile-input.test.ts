import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { localKey, modelOf, practiceConnection, routeTo, targetOf } from "../testing/world.ts";
import { type GatewayWorld, heldNanos, openai, startGatewayWorld } from "./testing/gateway-world.ts";

const slashed = "org/группа/模型:7b";

let world: GatewayWorld;
beforeAll(async () => {
  world = await startGatewayWorld({
    routes: { only: routeTo([targetOf(openai, "practice-only")]), cached: routeTo([openai], { cacheSeconds: 60 }) },
    connections: (provider) => [
      practiceConnection(7, provider.baseUrl, {
        name: "Büro/百炼",
        models: [modelOf("practice-named"), modelOf(slashed)],
      }),
    ],
  });
});
afterAll(() => world.stop());

const messages = [{ role: "user", content: "Hello" }];
const chat = (body: unknown, headers: Record<string, string> = {}) => world.post("/v1/chat/completions", body, headers);

test.each(["only", "cached"])(
  "ten megabytes of brackets are refused as what they are, and nobody is called (%s)",
  async (model) => {
    const deep = "[".repeat(5_000_000) + "]".repeat(5_000_000);
    const before = (await world.provider.ledger()).length;
    for (const text of [`{"model":"${model}","messages":${deep}}`, deep]) {
      const response = await chat(text);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ error: { code: "invalid_json" } });
    }
    expect(await world.provider.ledger()).toHaveLength(before);
    expect(heldNanos(world.box)).toBe(0n);
    expect((await chat({ model, messages })).status).toBe(200);
  },
);

/** Sends bytes as they are; the socket stays open. */
async function open(head: string, body: string | Buffer) {
  const socket = connect(world.box.gatewayPort, "127.0.0.1");
  await once(socket, "connect");
  socket.on("error", () => undefined);
  socket.write(head, "latin1");
  socket.write(body);
  return socket;
}

const headOf = (length: number, more = "") =>
  `POST /v1/chat/completions HTTP/1.1\r\nhost: box\r\nauthorization: Bearer ${localKey}\r\ncontent-length: ${length}\r\n${more}\r\n`;

test("a body that never ends holds nothing and keeps nobody else waiting; its sender may leave", async () => {
  const before = (await world.provider.ledger()).length;
  const sockets = await Promise.all(Array.from({ length: 20 }, () => open(headOf(100_000), '{"model":"only","mess')));
  expect((await chat({ model: "only", messages })).status).toBe(200);
  expect(heldNanos(world.box)).toBe(0n);
  for (const socket of sockets) socket.destroy();
  expect((await chat({ model: "only", messages })).status).toBe(200);
  expect(await world.provider.ledger()).toHaveLength(before + 2);
  const metrics = await fetch(`${world.origin}/metrics`, { headers: { authorization: `Bearer ${localKey}` } });
  const refusals = (await metrics.text()).split("\n").filter((line) => line.startsWith("kaihe_refusals_total{"));
  // Whoever hangs up has not found a bug.
  expect(refusals.join()).not.toContain("internal_error");
});

test("header values of eight bits are taken as they are, or refused by name", async () => {
  const body = JSON.stringify({ model: "only", messages });
  const read = async (more: string) => {
    const socket = await open(headOf(Buffer.byteLength(body), `connection: close\r\n${more}`), body);
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  };
  expect(await read("x-kaihe-run-id: caf\xe9\r\n")).toMatch(/^HTTP\/1.1 200/);
  const [event] = await world.eventsFor("only", 1);
  expect(event).toBeDefined();
  const runIds = async () => (await world.eventsFor("only", 1)).map(({ runId }) => runId);
  await expect.poll(runIds).toContain("caf\xe9");
  expect(await read("x-kaihe-provider: B\xfcro\r\n")).toMatch(/^HTTP\/1.1 400[\s\S]*x-kaihe-provider/);
  expect(await read("x-kaihe-strat\xe9gy: a\r\n")).toMatch(/^HTTP\/1.1 400/);
});

test("keys that are names of prototypes are data like any other", async () => {
  const text = `{"model":"only","messages":[{"role":"user","content":"Hello"}],"__proto__":{"max_tokens":-1,"stream":true},"constructor":{"prototype":{"x":1}},"metadata":{"__proto__":"a"}}`;
  const response = await chat(text);
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toContain("application/json");
  const { body = "" } = (await world.provider.requests()).at(-1) ?? {};
  expect(body).toContain('"__proto__":{"max_tokens":-1,"stream":true}');
  expect(body).toContain('"metadata":{"__proto__":"a"}');
  expect(Reflect.get({}, "max_tokens")).toBeUndefined();
  for (const name of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
    expect((await chat({ model: name, messages })).status).toBe(404);
  }
});

test("model names with slashes and letters of any script are found and told", async () => {
  // The connection's name has a slash of its own.
  const named = await chat({ model: "Büro/百炼/practice-named", messages });
  expect(named.status).toBe(200);
  expect(decodeURIComponent(named.headers.get("x-kaihe-target") ?? "")).toBe("Büro/百炼/practice-named");
  await world.provider.script(["status=404"], slashed);
  const unknown = await chat({ model: `Büro/百炼/${slashed}`, messages });
  // The practice provider does not know it: what counts is that the name reached it whole.
  expect(unknown.status).toBe(404);
  expect((await world.provider.requests()).at(-1)?.body).toContain(`"model":"${slashed}"`);
  expect((await chat({ model: "no/such/模型", messages })).status).toBe(404);
  expect((await chat({ model: "x".repeat(100_000), messages })).status).toBe(404);
});
