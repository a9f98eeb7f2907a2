import { beforeAll, expect, test, vi } from "vitest";
import { system } from "#lib/db/system.ts";
import { callRoute, discoverRoutes, textOf } from "./testing/discover-routes.ts";
import { samples } from "./testing/samples.ts";
import { seedTenant, type Tenant } from "./testing/tenant.ts";

/** What changes nothing that is kept, or cannot be accepted as it stands; every other change must leave a row. */
const without: Record<string, string> = {
  "POST /api/v1/providers/probe": "a live call, nothing is stored",
  "POST /api/v1/providers/[provider]/probe": "a live call, nothing is stored",
  "POST /api/v1/routes/explain": "an answer, nothing is stored",
  "POST /api/v1/providers": "the sample's provider does not answer; lib/providers has its own test",
  "PUT /api/v1/providers/[provider]/key": "the sample's key is refused; lib/providers has its own test",
  "POST /api/v1/me/passkeys/options": "a challenge",
  "POST /api/v1/me/passkeys": "needs an authenticator: lib/auth/passkey.db.test.ts",
  "POST /api/v1/me/totp": "a secret that is not in force: lib/account/account.db.test.ts",
  "PUT /api/v1/me/totp": "needs the app's code: lib/account/account.db.test.ts",
  "DELETE /api/v1/me/totp": "nothing to turn off: lib/account/account.db.test.ts",
  "POST /api/v1/me/recovery-codes": "none without TOTP: lib/account/account.db.test.ts",
  "POST /api/v1/me/identities/[provider]": "an intent; the link itself: lib/auth/identity-sign-in.db.test.ts",
  "DELETE /api/v1/me/identities/[provider]": "none is configured",
  "POST /api/v1/invites/accept": "for another address: lib/members/invites.db.test.ts",
  "POST /api/v1/members/leave": "the last owner stays: lib/members/members.db.test.ts",
  "POST /api/v1/alerts/read": "what one person has seen",
  "PUT /api/v1/alerts/mail": "how one person wants to be told",
  "POST /api/v1/spend/statements": "the sample has no month to close: lib/statements/statements.db.test.ts",
  "PUT /api/v1/spend/statements/settings/mail": "how one person wants to be told",
  "POST /api/v1/orgs": "written in the new organization's chain: lib/orgs/orgs.db.test.ts",
  "POST /api/v1/orgs/current/owner": "to oneself: lib/orgs/orgs.db.test.ts",
  "POST /api/v1/orgs/current/deletion": "by a wrong name: lib/orgs/orgs.db.test.ts",
};

const changes = (await discoverRoutes()).filter(
  ({ method, declaration }) => method !== "GET" && (declaration?.kind === "org" || declaration?.kind === "person"),
);
let tenant: Tenant;

beforeAll(async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("no network in this test")));
  tenant = await seedTenant("audited");
});

async function lastRow() {
  const { org } = tenant.seeded;
  return system().auditEntry.findFirst({ where: { orgId: org.id }, orderBy: { seq: "desc" } });
}

test("what leaves no row is listed with its reason, and nothing else is", () => {
  const names = changes.map(({ name }) => name);
  expect(Object.keys(without).filter((name) => !names.includes(name))).toEqual([]);
});

test.each(changes.filter(({ name }) => !(name in without)).map((route) => [route.name, route] as const))(
  "%s leaves a row that says who did it",
  async (name, route) => {
    const sample = (await samples[name]?.(tenant)) ?? {};
    const { cookie, id: userId } = tenant.people.owner;
    await system().box.updateMany({ where: { orgId: tenant.seeded.org.id }, data: { presence: "online" } });
    const before = await lastRow();
    const response = await callRoute(route, sample, { cookie, "kaihe-org": tenant.slug });
    const text = await textOf(response);
    await tenant.restore();
    // A refused password is written down too; everything else must have been accepted.
    if (!sample.alsoLetIn?.includes(response.status)) expect(response.status, text).toBeLessThan(300);
    const after = await lastRow();
    expect(after?.seq ?? 0n).toBeGreaterThan(before?.seq ?? 0n);
    expect(after).toMatchObject({ actor: { kind: "user", userId } });
  },
);
