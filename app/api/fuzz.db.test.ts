import fc from "fast-check";
import { calculateJwkThumbprint } from "jose";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { env } from "#lib/env.ts";
import { boxHeaders } from "#prisma/seed/caller.ts";
import { arbitraryOf } from "./testing/arbitrary-of.ts";
import {
  addressOf,
  callRoute,
  type DiscoveredRoute,
  discoverRoutes,
  type Sample,
  textOf,
} from "./testing/discover-routes.ts";
import { fuzzCases } from "./testing/fuzz-cases.ts";
import { hostileBodies, hostileTextArbitrary, spoiled } from "./testing/hostile.ts";
import { samples } from "./testing/samples.ts";
import { seedTenant, type Tenant } from "./testing/tenant.ts";

/**
 * Whatever comes in, the answer is one of ours: never a 5xx, never a stack, refusals as problem+json. The caller is an
 * owner, so that writes get as far as the database. What another seed finds goes into testing/fuzz-cases.ts.
 */
const seed = 20_261_123;
const routes = (await discoverRoutes()).filter(
  ({ path, declaration }) => declaration && (path.includes("[") || declaration.body || declaration.query),
);
const jsonErrors = new Set(["POST /api/box/v1/enroll/token"]);

let tenant: Tenant;
let database: pg.Client;
let boxThumbprint = "";

beforeAll(async () => {
  // Nothing here may call out: a fuzzed provider address is somebody's.
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("no network in this test")));
  database = new pg.Client({ connectionString: env().DATABASE_URL });
  await database.connect();
  tenant = await seedTenant("fuzz");
  boxThumbprint = await calculateJwkThumbprint(tenant.box.publicJwk);
});

afterAll(() => {
  vi.unstubAllGlobals();
  return database.end();
});

let calls = 0;

async function headersFor(route: DiscoveredRoute, sample: Sample): Promise<Record<string, string>> {
  calls += 1;
  // Limits are another test's subject; here they would hide what lies behind them.
  if (calls % 100 === 0) await database.query("delete from rate_limit");
  const own = { "x-forwarded-for": `198.51.100.${calls % 250}` };
  if (route.declaration?.kind !== "box") {
    return { ...own, cookie: tenant.people.owner.cookie, "kaihe-org": tenant.slug };
  }
  const call = { method: route.method, url: addressOf(route, sample), keyThumbprint: boxThumbprint };
  return { ...own, ...(await boxHeaders(tenant.box, tenant.seeded.org.id, call)) };
}

/** Routes about the caller: after each accepted call the next would meet a closed door. */
const touchesCaller = /\/(orgs|members|me)(\/|$)/;

async function expectOneOfOurs(route: DiscoveredRoute, sample: Sample, extra: Record<string, string> = {}) {
  if (touchesCaller.test(route.path)) await tenant.restore();
  const response = await callRoute(route, sample, { ...(await headersFor(route, sample)), ...extra });
  const text = await textOf(response);
  expect(response.status, text).toBeLessThan(500);
  expect(text).not.toMatch(/\n {4}at |node_modules|\.ts:\d+/);
  expect(Reflect.get({}, "polluted")).toBeUndefined();
  if (response.status < 400 || (jsonErrors.has(route.name) && response.status === 400)) return;
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(JSON.parse(text)).toMatchObject({
    status: response.status,
    code: expect.stringMatching(/^[a-z_]+$/),
    requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
}

const sampleOf = async (name: string): Promise<Sample> => (await samples[name]?.(tenant)) ?? {};

async function holdsFor(
  arbitrary: fc.Arbitrary<unknown>,
  numRuns: number,
  run: (value: unknown) => Promise<void>,
  known: unknown[] = [],
) {
  const examples = known.map((value): [unknown] => [value]);
  await fc.assert(fc.asyncProperty(arbitrary, run), { seed, numRuns, examples });
}

describe.each(routes.map((route) => [route.name, route] as const))(`%s, seed ${seed}`, (name, route) => {
  const { body, params, query } = route.declaration ?? {};
  // What an earlier route did to its own caller must not make this one refuse everything unread.
  beforeEach(() => tenant.restore());

  if (body) {
    test("takes what its schema says, and refuses everything like it", { timeout: 60_000 }, async () => {
      const valid = arbitraryOf(body);
      const run = async (value: unknown) => expectOneOfOurs(route, { ...(await sampleOf(name)), body: value });
      await holdsFor(fc.oneof(valid, spoiled(valid)), 60, run, fuzzCases[name]);
    });

    test("refuses bodies that are none", async () => {
      const sample = await sampleOf(name);
      for (const hostile of hostileBodies)
        await expectOneOfOurs(route, { ...sample, body: hostile.body }, hostile.headers);
    });
  }

  if (params || route.path.includes("[")) {
    test("knows no thing by a hostile name", async () => {
      const sample = await sampleOf(name);
      const names = Object.keys(sample.params ?? {});
      await holdsFor(hostileTextArbitrary, 40, async (value) => {
        await expectOneOfOurs(route, {
          ...sample,
          params: Object.fromEntries(names.map((key) => [key, String(value)])),
        });
      });
    });
  }

  if (query) {
    test("takes any question", async () => {
      const keys = Object.keys(query instanceof Object && "shape" in query ? Object(query.shape) : {});
      const anyQuery = fc.dictionary(fc.constantFrom(...keys, "org", "x", "__proto__"), hostileTextArbitrary, {
        maxKeys: 4,
      });
      await holdsFor(anyQuery, 60, async (value) => {
        const pairs = Object.entries(Object(value)).map(([key, each]) => [
          key,
          String(each).toWellFormed().slice(0, 2_000),
        ]);
        await expectOneOfOurs(route, { ...(await sampleOf(name)), query: new URLSearchParams(pairs).toString() });
      });
    });
  }
});

test("an organization named by a hostile query does not exist", async () => {
  await tenant.restore();
  const [route] = routes.filter(({ name }) => name === "GET /api/v1/spend");
  for (const org of ["\0", "a\0b", "", "__proto__", "x".repeat(10_000)]) {
    const request = new Request(`http://localhost:3000/api/v1/spend?${new URLSearchParams({ org })}`, {
      headers: { cookie: tenant.people.owner.cookie },
    });
    const response = await route?.handler(request, { params: Promise.resolve(undefined) });
    expect([400, 404, 422]).toContain(response?.status);
  }
});
