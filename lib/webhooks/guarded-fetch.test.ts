import { createServer, type RequestListener } from "node:http";
import { afterAll, expect, test } from "vitest";
import { type GuardedFetchError, type GuardedPost, guardedPost, type ResolvedAddress } from "./guarded-fetch.ts";

// Taken out by hand, each turned this file red: the check of the address, `every` (for `some`), the pinned lookup, `signal`,
// the end of reading, the race of the name against the clock, agent: false.

const stops: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const stop of stops) await stop();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stops.push(async () => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("a listening server has an address");
  return `127.0.0.1:${address.port}`;
}

const post = (url: string, more: Partial<GuardedPost> = {}) =>
  guardedPost({
    url,
    headers: { "content-type": "application/json" },
    body: "{}",
    timeoutMs: 5_000,
    maxBytes: 4096,
    isLoopbackAllowed: true,
    ...more,
  });

const refused = (work: Promise<unknown>): Promise<GuardedFetchError["code"]> =>
  work.then(
    () => {
      throw new Error("it was not refused");
    },
    (error: GuardedFetchError) => error.code,
  );

const to =
  (...addresses: string[]) =>
  async (): Promise<ResolvedAddress[]> =>
    addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));

test("posts the body with its headers, on a connection of its own, and reads the answer", async () => {
  const seen: unknown[] = [];
  const host = await serve(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    seen.push([request.method, request.url, request.headers["content-type"], request.headers.connection, body]);
    response.writeHead(201).end("thanks");
  });
  expect(await post(`http://${host}/in?x=1`, { body: '{"a":1}' })).toEqual({ status: 201, body: "thanks" });
  expect(seen).toEqual([["POST", "/in?x=1", "application/json", "close", '{"a":1}']]);
});

test("a redirect is an answer, and is not followed", async () => {
  let wasFollowed = false;
  const inner = await serve((_request, response) => {
    wasFollowed = true;
    response.end();
  });
  const host = await serve((_request, response) => response.writeHead(307, { location: `http://${inner}/` }).end());
  expect(await post(`http://${host}/`)).toMatchObject({ status: 307 });
  expect(wasFollowed).toBe(false);
});

test("of a body without end only the beginning is read", async () => {
  const host = await serve((_request, response) => {
    const pour = () => {
      while (!response.destroyed && response.write("x".repeat(1000)));
      if (!response.destroyed) response.once("drain", pour);
    };
    pour();
  });
  const { body } = await post(`http://${host}/`);
  expect(body).toBe("x".repeat(4096));
});

test.each([
  ["answers nothing", (() => {}) satisfies RequestListener],
  ["stops in the middle", ((_request, response) => void response.write("x")) satisfies RequestListener],
])("a server that %s is left after the time allowed", async (_what, listener) => {
  const host = await serve(listener);
  expect(await refused(post(`http://${host}/`, { timeoutMs: 200 }))).toBe("timeout");
});

test("so is a name that never resolves", async () => {
  const resolve = () => new Promise<never>(() => {});
  expect(await refused(post("https://example.com/", { resolve, timeoutMs: 100 }))).toBe("timeout");
});

test("a closed port and a name without address are said", async () => {
  const closed = await serve(() => {});
  await stops.pop()?.();
  expect(await refused(post(`http://${closed}/`))).toBe("connection_failed");
  expect(await refused(post("https://example.com/", { resolve: to() }))).toBe("dns_failed");
  const failing = () => Promise.reject(new Error("SERVFAIL"));
  expect(await refused(post("https://example.com/", { resolve: failing }))).toBe("dns_failed");
});

const inner = ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "::ffff:10.0.0.1", "fd00::1", "64:ff9b::a00:1"];
test.each(inner)("a name that resolves to %s is refused, also among public addresses", async (address) => {
  const outside = { isLoopbackAllowed: false };
  expect(await refused(post("https://example.com/", { ...outside, resolve: to(address) }))).toBe("address_refused");
  const mixed = to("93.184.215.14", address);
  expect(await refused(post("https://example.com/", { ...outside, resolve: mixed }))).toBe("address_refused");
});

test("an address that says it itself is refused without asking anybody", async () => {
  const resolve = () => Promise.reject(new Error("asked"));
  expect(await refused(post("https://10.0.0.1/", { resolve }))).toBe("url_refused");
});

test("a name that changes its mind after the check gains nothing: it is asked once, and that answer is used", async () => {
  const hits: string[] = [];
  const host = await serve((request, response) => {
    hits.push(request.headers.host ?? "");
    response.end("the first answer");
  });
  const port = Number(host.split(":")[1]);
  // `localhost` is the one name that may be ours here. The second answer would be an address where nobody listens.
  const answers = ["127.0.0.1", "127.0.0.99"];
  let asked = 0;
  const resolve = async () => [{ address: answers[asked++] ?? "", family: 4 }];
  expect(await post(`http://localhost:${port}/`, { resolve })).toEqual({ status: 200, body: "the first answer" });
  expect(asked).toBe(1);
  expect(hits).toEqual([`localhost:${port}`]);
});

test("the connection goes to the checked address and nowhere the system would send it", async () => {
  const host = await serve((_request, response) => void response.end("pinned"));
  const port = Number(host.split(":")[1]);
  expect(await refused(post(`http://localhost:${port}/`, { resolve: to("127.0.0.77") }))).toBe("connection_failed");
});
