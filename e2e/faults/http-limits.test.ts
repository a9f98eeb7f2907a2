import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Person, personOf, signInOverHttp } from "../fixtures/person.ts";
import { seedWith } from "../fixtures/seeded.ts";
import { rawRequest } from "./raw-http.ts";
import { createWorld, type World } from "./world.ts";

/** The built console over HTTP: how much, how often, from where, and what happens when nobody can count. */
let world: World;
let owner: Person;
let credentials: { email: string; password: string };

beforeAll(async () => {
  world = await createWorld();
  await world.start("web");
  const seeded = await seedWith(world.env);
  credentials = seeded.people.owner ?? { email: "", password: "" };
  owner = personOf(world.consoleUrl, seeded.slug, await signInOverHttp(world.consoleUrl, credentials));
});

afterAll(() => world[Symbol.asyncDispose]());

function post(path: string, body: string, headers: Record<string, string> = {}): Promise<Response> {
  const own = { cookie: owner.cookie, "kaihe-org": owner.slug, "content-type": "application/json" };
  return fetch(`${world.consoleUrl}/api/v1/${path}`, { method: "POST", body, headers: { ...own, ...headers } });
}

async function expectProblem(response: Response, status: number, code: string): Promise<void> {
  expect(response.status).toBe(status);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(await response.json()).toMatchObject({ status, code });
}

describe("a body", () => {
  test("of 300 KB is refused", async () => {
    await expectProblem(await post("local-keys", JSON.stringify({ name: "x".repeat(300_000) })), 413, "body_too_large");
  });

  test("of a sign-in is a form: 100 KB is refused, and so is an address that nobody posts to", async () => {
    const address = `${world.consoleUrl}/api/auth/callback/credentials`;
    const form = new URLSearchParams({ email: "nobody@example.com", password: "x".repeat(100_000) });
    await expectProblem(await fetch(address, { method: "POST", body: form }), 413, "body_too_large");
    await expectProblem(await fetch(address), 404, "not_found");
    await expectProblem(await fetch(`${world.consoleUrl}/api/v1/nothing/here`), 404, "not_found");
  });

  test("without end is refused and cut", async () => {
    const head = [
      "POST /api/v1/local-keys HTTP/1.1",
      "Host: localhost",
      `Cookie: ${owner.cookie}`,
      `Kaihe-Org: ${owner.slug}`,
      "Content-Type: application/json",
      "Transfer-Encoding: chunked",
    ];
    const chunk = `10000\r\n${"x".repeat(0x10000)}\r\n`;
    const answer = await rawRequest({ port: world.ports.PORT, head, endless: chunk });
    expect(answer.status).toBe(413);
    expect(answer.head).toContain("application/problem+json");
  });
});

describe("a change by another site", () => {
  test.each([
    ["as browsers say it", { "sec-fetch-site": "cross-site", origin: "https://evil.example" }],
    ["from a sibling", { "sec-fetch-site": "same-site", origin: "http://other.localhost" }],
    ["by an older browser", { origin: "https://evil.example" }],
    ["from nowhere", { origin: "null" }],
  ])("is refused, %s", async (_name, headers) => {
    await expectProblem(await post("local-keys", '{"name":"stolen"}', headers), 403, "cross_site_request");
  });

  test("is accepted from our own pages", async () => {
    const headers = { "sec-fetch-site": "same-origin", origin: world.consoleUrl };
    expect((await post("local-keys", '{"name":"ours"}', headers)).status).toBe(201);
  });
});

describe("a limit by address", () => {
  const claim = (index: number) => ({ "x-forwarded-for": `203.0.113.${index}`, "x-real-ip": `203.0.113.${index}` });

  test("is not reset by a claimed address, and says when to come back", async () => {
    const body = JSON.stringify({
      token: "none",
      name: "Eve",
      email: "eve@example.com",
      password: "long enough now",
      orgName: "Eve",
    });
    let response = await post("setup", body, claim(0));
    for (let index = 1; index <= 20; index += 1) {
      expect(response.status).toBe(403);
      response = await post("setup", body, claim(index));
    }
    expect(response.headers.get("retry-after")).toMatch(/^\d+$/);
    expect(response.headers.get("ratelimit-policy")).toBe('"setup";q=20;w=900');
    expect(response.headers.get("ratelimit")).toMatch(/^"setup";r=0;t=\d+$/);
    await expectProblem(response, 429, "rate_limited");
  });

  test("of guesses at one person's password is not reset either", async () => {
    const csrf = await fetch(`${world.consoleUrl}/api/auth/csrf`);
    const { csrfToken } = await csrf.json();
    const cookie = csrf.headers
      .getSetCookie()
      .map((line) => line.split(";")[0])
      .join("; ");
    const guess = async (index: number) => {
      const form = new URLSearchParams({ csrfToken, email: "nobody@example.com", password: "a guess", json: "true" });
      const options = { method: "POST", body: form, headers: { cookie, ...claim(index) }, redirect: "manual" as const };
      return (await fetch(`${world.consoleUrl}/api/auth/callback/credentials`, options)).text();
    };
    for (let index = 0; index < 10; index += 1) expect(await guess(index)).toContain("CredentialsSignin");
    expect(await guess(10)).toContain("rate_limited");
  });
});

describe("when attempts cannot be counted", () => {
  test("nobody may try, and everything else goes on", async () => {
    const database = new pg.Client({ connectionString: world.databaseUrl });
    await database.connect();
    await database.query("alter table rate_limit rename to rate_limit_away");
    try {
      await expectProblem(await post("setup", '{"token":"none"}'), 503, "limiter_unavailable");
      const enroll = await fetch(`${world.consoleUrl}/api/box/v1/enroll`, { method: "POST", body: '{"proof":"none"}' });
      await expectProblem(enroll, 503, "limiter_unavailable");
      await expect(signInOverHttp(world.consoleUrl, credentials)).rejects.toThrow(/sign-in/);
      expect(await owner.call("GET", "me")).toMatchObject({ user: { email: credentials.email } });
      expect((await post("local-keys", '{"name":"still-works"}')).status).toBe(201);
      const page = await fetch(`${world.consoleUrl}/${owner.slug}`, { headers: { cookie: owner.cookie } });
      expect(page.status).toBe(200);
    } finally {
      await database.query("alter table rate_limit_away rename to rate_limit");
      await database.end();
    }
    expect(await signInOverHttp(world.consoleUrl, credentials)).toContain("kaihe.session");
  });
});

describe("behind one proxy that ends https", () => {
  test("cookies are bound to the host, the browser is told to stay, and the proxy's word counts", async () => {
    await using secure = await createWorld({ PUBLIC_URL: "https://fleet.example", TRUSTED_PROXY_HOPS: "1" });
    await secure.start("web");
    const { people, slug } = await seedWith(secure.env);
    const csrf = await fetch(`${secure.consoleUrl}/api/auth/csrf`);
    const cookie = await signInOverHttp(secure.consoleUrl, people.owner ?? credentials);
    expect(cookie).toMatch(/__Host-kaihe\.session=/);
    for (const line of csrf.headers.getSetCookie()) {
      expect(line).toMatch(/^__Host-kaihe\./);
      for (const flag of ["Path=/", "HttpOnly", "Secure", "SameSite=Lax"]) expect(line).toContain(flag);
      expect(line).not.toContain("Domain");
    }
    const page = await fetch(`${secure.consoleUrl}/${slug}`, { headers: { cookie } });
    expect(page.headers.get("strict-transport-security")).toBe("max-age=63072000; includeSubDomains");
    expect(page.headers.get("content-security-policy")).toContain("upgrade-insecure-requests");
    await expectLimitPerClient(secure);
  });
});

/** Twenty attempts of one client use up its limit, and not that of another behind the same proxy. */
async function expectLimitPerClient({ consoleUrl }: World): Promise<void> {
  const attempt = async (forwardedFor: string) => {
    const headers = { "x-forwarded-for": forwardedFor, "content-type": "application/json" };
    return (await fetch(`${consoleUrl}/api/v1/setup`, { method: "POST", body: "{}", headers })).status;
  };
  for (let index = 0; index < 20; index += 1) expect(await attempt(`6.6.6.${index}, 198.51.100.7`)).toBe(422);
  expect(await attempt("6.6.6.99, 198.51.100.7")).toBe(429);
  expect(await attempt("198.51.100.8")).toBe(422);
}
