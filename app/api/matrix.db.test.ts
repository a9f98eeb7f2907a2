import { beforeAll, describe, expect, test } from "vitest";
import { withSystem } from "#lib/db/system.ts";
import { permissions, permissionTable, type Role, roles } from "#lib/permissions.ts";
import { seedApiKey, seedSession } from "#prisma/seed/caller.ts";
import { seedMember } from "#prisma/seed/org.ts";
import { digestOf } from "./testing/digest.ts";
import { callRoute, type DiscoveredRoute, discoverRoutes, type Sample, textOf } from "./testing/discover-routes.ts";
import { exempt, samples } from "./testing/samples.ts";
import { leaksOf, newMark, seedTenant, type Tenant } from "./testing/tenant.ts";

/**
 * Every handler below app/api, found by the file system, called by everyone who might: what must happen follows from its
 * declaration and lib/permissions.ts alone.
 */
const routes = await discoverRoutes();
const mark = newMark();
let mine: Tenant;
let theirs: Tenant & { mark: string };

beforeAll(async () => {
  mine = await seedTenant("own");
  theirs = { ...(await seedTenant(mark, { isTakingCodes: true })), mark };
});

type Kind = NonNullable<DiscoveredRoute["declaration"]>["kind"];

function routesOf(kind: Kind): [string, DiscoveredRoute][] {
  return routes.filter(({ declaration }) => declaration?.kind === kind).map((route) => [route.name, route]);
}

function permissionOf({ declaration }: DiscoveredRoute) {
  if (declaration?.kind !== "org") throw new Error("only routes of an organization name a permission");
  return declaration.permission;
}

async function sampleOf({ name }: DiscoveredRoute, tenant: Tenant): Promise<Sample> {
  const make = samples[name];
  if (!make) throw new Error(`${name} has no sample: add one line to app/api/testing/samples.ts`);
  return make(tenant);
}

interface Answer {
  status: number;
  code: string | undefined;
  text: string;
}

async function ask(route: DiscoveredRoute, sample: Sample, headers: Record<string, string>): Promise<Answer> {
  const response = await callRoute(route, sample, headers);
  const text = await textOf(response);
  await sample.afterwards?.();
  const isProblem = response.headers.get("content-type") === "application/problem+json";
  return { status: response.status, code: isProblem ? JSON.parse(text).code : undefined, text };
}

const bySession = (cookie: string, slug: string) => ({ cookie, "kaihe-org": slug });
const byKey = (key: string) => ({ authorization: `Bearer ${key}` });

/** Neither refused nor broken; what the route then does is its own tests' business. */
function expectLetIn({ status, code }: Answer, { alsoLetIn = [] }: Sample): void {
  expect(
    [401, 403, 404].filter((refusal) => !alsoLetIn.includes(refusal)),
    `${status} ${code}`,
  ).not.toContain(status);
  expect(status, code).toBeLessThan(500);
}

test("every route has a sample or a reason not to, and nothing else has", () => {
  const declared = routes.filter(({ declaration }) => declaration).map(({ name }) => name);
  const undeclared = routes.filter(({ declaration }) => !declaration).map(({ name }) => name);
  expect(Object.keys(samples).sort()).toEqual(declared.sort());
  expect(Object.keys(exempt).sort()).toEqual(undeclared.sort());
});

describe.each(routesOf("org"))("%s", (_name, route) => {
  const permission = permissionOf(route);
  const allowed: readonly Role[] = permissionTable[permission];

  test("a stranger is asked to sign in, whatever they name", async () => {
    expect(await ask(route, await sampleOf(route, mine), { "kaihe-org": mine.slug })).toMatchObject({ status: 401 });
    const forged = { cookie: "kaihe.session=forged", "kaihe-org": mine.slug };
    expect(await ask(route, await sampleOf(route, mine), forged)).toMatchObject({ status: 401, code: "not_signed_in" });
  });

  test.each(roles)("%s, signed in or by a key, is let in exactly if the table says so", async (role) => {
    const { cookie, key } = mine.people[role];
    for (const headers of [bySession(cookie, mine.slug), byKey(key)]) {
      const sample = await sampleOf(route, mine);
      const answer = await ask(route, sample, headers);
      const isRefusedKey = "authorization" in headers && sample.isPeopleOnly;
      if (isRefusedKey) expect(answer).toMatchObject({ status: 403 });
      else if (allowed.includes(role)) expectLetIn(answer, sample);
      else expect(answer).toMatchObject({ status: 403, code: "not_allowed" });
      expect(leaksOf(theirs, answer.text, null)).toEqual([]);
    }
  });

  test("a key without the scope is refused, whoever made it", async () => {
    const scopes = permissions.filter((scope) => scope !== permission);
    const { key } = await seedApiKey(mine.seeded.org.id, mine.people.owner.id, { scopes });
    expect(await ask(route, await sampleOf(route, mine), byKey(key))).toMatchObject({ status: 403 });
  });

  test("a person who was removed and a key that ended open nothing", async () => {
    const sample = await sampleOf(route, mine);
    const ended = [{ revokedAt: new Date() }, { expiresAt: new Date(Date.now() - 1) }];
    for (const facts of ended) {
      const { key } = await seedApiKey(mine.seeded.org.id, mine.people.owner.id, facts);
      expect(await ask(route, sample, byKey(key))).toMatchObject({ status: 401, code: "invalid_token" });
    }
    const removed = await removedOwner(mine);
    expect(await ask(route, sample, bySession(removed.cookie, mine.slug))).toMatchObject({ status: 404 });
    expect(await ask(route, sample, byKey(removed.key))).toMatchObject({ status: 401, code: "invalid_token" });
  });

  test("a person who was demoted may at once only what the new role may, also by older keys", async () => {
    for (const isKey of [false, true]) {
      const demoted = await demotedOwner(mine);
      const headers = isKey ? byKey(demoted.key) : bySession(demoted.cookie, mine.slug);
      const sample = await sampleOf(route, mine);
      const answer = await ask(route, sample, headers);
      if (sample.isPeopleOnly && isKey) expect(answer.status).toBe(403);
      else if (allowed.includes("viewer")) expectLetIn(answer, sample);
      else expect(answer).toMatchObject({ status: 403, code: "not_allowed" });
    }
  });

  test("another organization does not exist, by its name or its ids, and nothing of it changes", async () => {
    const sample = await sampleOf(route, theirs);
    const before = await digestOf(theirs);
    const { cookie, key } = mine.people.owner;
    const named = [bySession(cookie, theirs.slug), { ...byKey(key), "kaihe-org": theirs.slug }];
    for (const headers of named) {
      const answer = await ask(route, sample, headers);
      expect(answer).toMatchObject({ status: 404, code: "not_found" });
      expect(leaksOf(theirs, answer.text, sample)).toEqual([]);
    }
    const expected = sample.ifForeign ?? (sample.params ? 404 : undefined);
    for (const headers of expected === undefined ? [] : [bySession(cookie, mine.slug), byKey(key)]) {
      const answer = await ask(route, sample, headers);
      expect(answer).toMatchObject({ status: sample.isPeopleOnly && "authorization" in headers ? 403 : expected });
      expect(leaksOf(theirs, answer.text, sample)).toEqual([]);
    }
    expect(await digestOf(theirs)).toEqual(before);
  });
});

describe.each(routesOf("person"))("%s", (_name, route) => {
  test("a stranger is asked to sign in; a key has no person behind it; a person is let in", async () => {
    const { cookie, key } = mine.people.owner;
    expect(await ask(route, await sampleOf(route, mine), {})).toMatchObject({ status: 401, code: "not_signed_in" });
    expect(await ask(route, await sampleOf(route, mine), byKey(key))).toMatchObject({
      status: 403,
      code: "people_only",
    });
    const both = await ask(route, await sampleOf(route, mine), { ...byKey(key), cookie });
    expect(both).toMatchObject({ status: 403, code: "people_only" });
    const sample = await sampleOf(route, mine);
    const answer = await ask(route, sample, { cookie });
    expectLetIn(answer, sample);
    expect(leaksOf(theirs, answer.text, null)).toEqual([]);
  });

  test("another person's ids do not exist", async () => {
    const sample = await sampleOf(route, theirs);
    const expected = sample.ifForeign ?? (sample.params ? 404 : undefined);
    if (expected === undefined) return;
    const before = await digestOf(theirs);
    const answer = await ask(route, sample, { cookie: mine.people.owner.cookie });
    expect(answer).toMatchObject({ status: expected });
    expect(leaksOf(theirs, answer.text, sample)).toEqual([]);
    expect(await digestOf(theirs)).toEqual(before);
  });
});

describe.each(routesOf("open"))("%s", (_name, route) => {
  test("says nothing of any organization", async () => {
    const answer = await ask(route, await sampleOf(route, theirs), {});
    expect(answer.status).toBeLessThan(500);
    expect(leaksOf(theirs, answer.text, await sampleOf(route, theirs))).toEqual([]);
  });
});

describe.each(routesOf("box"))("%s", (_name, route) => {
  test("people and their keys are no boxes", async () => {
    const sample = await sampleOf(route, mine);
    const { cookie, key } = mine.people.owner;
    for (const headers of [{}, bySession(cookie, mine.slug), byKey(key), { authorization: `DPoP ${key}` }]) {
      expect(await ask(route, sample, headers)).toMatchObject({ status: 401, code: "invalid_token" });
    }
  });
});

/** Somebody who was an owner until a moment ago, with the session and the key they had. */
async function formerOwner(tenant: Tenant) {
  const { org } = tenant.seeded;
  const { id } = await seedMember(org, "owner");
  const { cookie } = await seedSession(id);
  const { key } = await seedApiKey(org.id, id);
  return { id, cookie, key };
}

async function removedOwner(tenant: Tenant) {
  const person = await formerOwner(tenant);
  await withSystem((tx) => tx.member.deleteMany({ where: { userId: person.id } }));
  return person;
}

async function demotedOwner(tenant: Tenant) {
  const person = await formerOwner(tenant);
  await withSystem((tx) => tx.member.updateMany({ where: { userId: person.id }, data: { role: "viewer" } }));
  return person;
}
