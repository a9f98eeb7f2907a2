import { globSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type Person, personOf, signInOverHttp } from "../fixtures/person.ts";
import { seedWith } from "../fixtures/seeded.ts";
import { rawRequest } from "./raw-http.ts";
import { createWorld, type World } from "./world.ts";

/** The built console over HTTP: what it says to people who may not see, and which headers everything it says has. */
const canary = "canary-of-the-other-tenant";
let world: World;
let slug: string;
let owner: Person;
let strangerCookie: string;
let budgetId: string;

beforeAll(async () => {
  world = await createWorld();
  await world.start("web");
  const seeded = await seedWith(world.env, canary);
  const other = await seedWith(world.env, "Somebody Else");
  slug = seeded.slug;
  owner = personOf(world.consoleUrl, slug, await signInOverHttp(world.consoleUrl, emailOf(seeded)));
  strangerCookie = await signInOverHttp(world.consoleUrl, emailOf(other));
  const budget = { name: canary, connectionId: null, period: "month", capNanos: "10000000" };
  budgetId = z.object({ id: z.string() }).parse(await owner.call("POST", "budgets", budget)).id;
  await owner.call("POST", "local-keys", { name: canary });
});

afterAll(() => world[Symbol.asyncDispose]());

function emailOf({ people }: Awaited<ReturnType<typeof seedWith>>) {
  if (!people.owner) throw new Error("the seed made no owner");
  return people.owner;
}

/** By the file system, so that a new page is probed without anyone listing it. */
function orgPages(): string[] {
  const files = globSync("app/*/**/page.tsx").sort();
  const own = files.filter((file) => file.startsWith("app/[org]/"));
  if (own.length < 7) throw new Error(`only ${own.length} pages of an organization were found`);
  return own.map((file) =>
    `/${file.replace(/^app\/|\/page\.tsx$/g, "")}`
      .replace("[org]", slug)
      .replace("[budget]", budgetId)
      .replaceAll(/\[\w+\]/g, "box_01h00000000000000000000000"),
  );
}

const rsc = { rsc: "1" };
const prefetch = { ...rsc, "next-router-prefetch": "1" };
const skipped = "proxy:proxy:proxy:proxy:proxy";

/** Ways that have led around a guard in some release of some framework, and the ones that Next's own client takes. */
const variants: [string, (path: string) => { path: string; headers?: Record<string, string>; method?: string }][] = [
  ["as it is", (path) => ({ path })],
  ["HEAD", (path) => ({ path, method: "HEAD" })],
  ["?_rsc", (path) => ({ path: `${path}?_rsc=x` })],
  ["RSC", (path) => ({ path, headers: rsc })],
  ["RSC and ?_rsc", (path) => ({ path: `${path}?_rsc=x`, headers: rsc })],
  ["prefetch", (path) => ({ path, headers: prefetch })],
  ["segment prefetch", (path) => ({ path, headers: { ...prefetch, "next-router-segment-prefetch": "/_tree" } })],
  [
    "deeper segment prefetch",
    (path) => ({ path, headers: { ...prefetch, "next-router-segment-prefetch": "/$d$org/budgets/__PAGE__" } }),
  ],
  ["x-middleware-subrequest", (path) => ({ path, headers: { "x-middleware-subrequest": skipped } })],
  ["x-middleware-rewrite", (path) => ({ path: "/sign-in", headers: { "x-middleware-rewrite": path } })],
  ["x-nextjs-data", (path) => ({ path, headers: { "x-nextjs-data": "1" } })],
  [".rsc", (path) => ({ path: `${path}.rsc` })],
  [".segments", (path) => ({ path: `${path}.segments/_tree.segment.rsc` })],
  ["index.txt", (path) => ({ path: `${path}/index.txt` })],
  ["_next/data", (path) => ({ path: `/_next/data/${buildId()}${path}.json` })],
  ["two slashes", (path) => ({ path: `/${path}` })],
  ["escaped", (path) => ({ path: path.replaceAll(/[a-z]/g, (letter) => `%${letter.charCodeAt(0).toString(16)}`) })],
];

const buildId = () => readFileSync(".next/BUILD_ID", "utf8").trim();

async function leakOf(path: string, init: RequestInit): Promise<{ status: number; isLeak: boolean }> {
  let url = `${world.consoleUrl}${path}`;
  let text = "";
  for (let hops = 0; hops < 4; hops += 1) {
    const response = await fetch(url, { ...init, redirect: "manual" });
    text += JSON.stringify([...response.headers]) + (await response.text());
    const location = response.headers.get("location");
    if (!location) return { status: response.status, isLeak: text.includes(canary) };
    url = new URL(location, url).href;
  }
  return { status: 508, isLeak: text.includes(canary) };
}

describe("a page of an organization", () => {
  test("shows its own people what is to be hidden from others, so that the next tests mean something", async () => {
    for (const path of orgPages()) {
      expect(await leakOf(path, { headers: { cookie: owner.cookie } })).toEqual({ status: 200, isLeak: true });
    }
  });

  test.each(variants)("says nothing to strangers and people of other organizations: %s", async (_name, variant) => {
    for (const page of orgPages()) {
      for (const cookie of ["", strangerCookie]) {
        const { path, headers, method = "GET" } = variant(page);
        const answer = await leakOf(path, { method, headers: { ...headers, cookie } });
        expect(answer, `${path} ${cookie === "" ? "signed out" : "as a stranger"}`).toMatchObject({ isLeak: false });
        expect(answer.status).toBeLessThan(500);
      }
    }
  });

  test("answers a stranger as it answers for an organization that does not exist", async () => {
    const ask = (name: string) => fetch(`${world.consoleUrl}/${name}`, { headers: { cookie: strangerCookie } });
    const [foreign, unknown] = [await ask(slug), await ask("org-00000000")];
    expect(foreign.status).toBe(404);
    expect(unknown.status).toBe(404);
    const visible = async (response: Response) =>
      (await response.text()).replaceAll(/nonce="[^"]*"|org-[0-9a-f]{8}|"[\w-]{21}"|nonce-[\w+/=]+/g, "").length;
    expect(Math.abs((await visible(foreign)) - (await visible(unknown)))).toBeLessThan(64);
  });
});

describe("headers", () => {
  const everywhere = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "strict-origin-when-cross-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-dns-prefetch-control": "off",
    "permissions-policy": expect.stringContaining("microphone=()"),
  };

  async function headersOf(path: string, cookie = ""): Promise<Record<string, string>> {
    const response = await fetch(`${world.consoleUrl}${path}`, { headers: { cookie }, redirect: "manual" });
    await response.text();
    return Object.fromEntries(response.headers);
  }

  test("are on pages, redirects, answers of the API, errors and files", async () => {
    const html = await (await fetch(`${world.consoleUrl}/sign-in`)).text();
    const script = /\/_next\/static\/chunks\/[^"]+\.js/.exec(html)?.[0] ?? "";
    const own = ["/sign-in", `/${slug}`, "/nothing/here", "/icon.svg", script];
    for (const path of [...own, "/api/health", "/api/v1/me", "/api/v1/nothing", "/api/auth/csrf"]) {
      const headers = await headersOf(path);
      expect(headers, path).toMatchObject(everywhere);
      expect(headers, path).not.toHaveProperty("x-powered-by");
      expect(headers, path).not.toHaveProperty("strict-transport-security");
    }
  });

  test("a page has a policy with a nonce of its own, everything else one that allows nothing", async () => {
    const policies = [await headersOf("/sign-in"), await headersOf("/sign-in")].map(
      (headers) => headers["content-security-policy"] ?? "",
    );
    const nonces = policies.map((policy) => /'nonce-([^']{22,})'/.exec(policy)?.[1]);
    expect(nonces[0]).toBeDefined();
    expect(nonces[0]).not.toBe(nonces[1]);
    for (const path of ["/api/health", "/api/v1/me", "/api/auth/csrf", "/icon.svg", "/_next/static/nothing.js"]) {
      expect((await headersOf(path))["content-security-policy"], path).toBe(
        "default-src 'none'; frame-ancestors 'none'",
      );
    }
  });

  test("what people see is stored nowhere", async () => {
    for (const path of [...orgPages(), "/api/v1/me", "/sign-in"]) {
      expect((await headersOf(path, owner.cookie))["cache-control"], path).toContain("no-store");
    }
  });
});

describe("the door", () => {
  const port = () => world.ports.PORT;
  const rest = ["Host: localhost", "Connection: close"];

  test.each([
    ["a target on another host", () => [`GET http://other.example/${slug} HTTP/1.1`, ...rest]],
    ["our own address in absolute form", () => [`GET ${world.consoleUrl}/${slug} HTTP/1.1`, ...rest]],
    ["a target that is no path", () => ["OPTIONS * HTTP/1.1", ...rest]],
    ["escapes that are no text", () => ["GET /%ff%fe HTTP/1.1", ...rest]],
    ["an upgrade", () => ["GET / HTTP/1.1", "Host: localhost", "Connection: Upgrade", "Upgrade: websocket"]],
    ["an upgrade to h2c", () => [`GET /${slug} HTTP/1.1`, "Host: localhost", "Connection: Upgrade", "Upgrade: h2c"]],
  ])("refuses %s", async (_name, head) => {
    const answer = await rawRequest({ port: port(), head: head() });
    expect(answer.status).toBe(400);
    expect(answer.text).not.toContain(canary);
  });

  test("refuses headers without end", async () => {
    const head = ["GET / HTTP/1.1", ...rest, `X-Filler: ${"x".repeat(20_000)}`];
    expect((await rawRequest({ port: port(), head })).status).toBe(431);
  });

  test("a claimed host leads nobody elsewhere", async () => {
    const claims = ["X-Forwarded-Host: evil.example", "X-Forwarded-Proto: https", "Forwarded: host=evil.example"];
    for (const path of [`/${slug}`, "/", "/api/auth/signin", "/api/auth/signout"]) {
      const answer = await rawRequest({ port: port(), head: [`GET ${path} HTTP/1.1`, ...rest, ...claims] });
      expect(answer.status, path).toBeLessThan(500);
      expect(answer.head + answer.text, path).not.toContain("evil.example");
    }
  });
});
