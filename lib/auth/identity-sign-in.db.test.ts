import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { system } from "#lib/db/system.ts";
import { newId } from "#lib/id.ts";
import { seedOrg } from "#prisma/seed/org.ts";
import type { OutsidePerson } from "./identity-providers.ts";
import { linkIdentity, signInWithIdentity } from "./identity-sign-in.ts";

const outsider = (email: string | null, more: Partial<OutsidePerson> = {}): OutsidePerson => ({
  id: randomUUID(),
  name: "Outside Name",
  email,
  isEmailVerified: true,
  ...more,
});

async function invite(email: string, change: { expiresAt?: Date; revokedAt?: Date } = {}) {
  const { org } = await seedOrg();
  const id = newId("invite");
  const expiresAt = new Date(Date.now() + 3_600_000);
  const data = { id, orgId: org.id, email, role: "operator" as const, tokenHash: id, expiresAt, ...change };
  await system().invite.create({ data });
  return org;
}

test("a verified address opens the account of the same address, and stays its identity when the address changes", async () => {
  const { user } = await seedOrg();
  const outside = outsider(user.email);
  expect(await signInWithIdentity("oidc", outside)).toMatchObject({ user: { id: user.id } });
  expect(
    await signInWithIdentity("oidc", { ...outside, email: "new@example.com", isEmailVerified: false }),
  ).toMatchObject({
    user: { id: user.id },
  });
});

test("an address the provider does not vouch for opens nothing", async () => {
  const { user } = await seedOrg();
  const refusal = { refusal: "identity_unknown" };
  expect(await signInWithIdentity("oidc", outsider(user.email, { isEmailVerified: false }))).toEqual(refusal);
  expect(await signInWithIdentity("oidc", outsider(null))).toEqual(refusal);
  expect(await system().identity.count({ where: { userId: user.id } })).toBe(0);
});

test("an account with a second factor is not opened around it", async () => {
  const { user } = await seedOrg();
  await system().user.update({ where: { id: user.id }, data: { totpConfirmedAt: new Date() } });
  expect(await signInWithIdentity("oidc", outsider(user.email))).toEqual({ refusal: "identity_not_linked" });
});

test("the same subject at another provider is somebody else", async () => {
  const { user } = await seedOrg();
  const outside = outsider(user.email);
  await signInWithIdentity("oidc:https://a.example", outside);
  const elsewhere = { ...outside, isEmailVerified: false };
  expect(await signInWithIdentity("oidc:https://b.example", elsewhere)).toEqual({ refusal: "identity_unknown" });
});

test("a stranger with an open invite becomes a member, without one nobody", async () => {
  const email = `${randomUUID()}@example.com`;
  expect(await signInWithIdentity("oidc", outsider(email))).toEqual({ refusal: "identity_unknown" });
  expect(await system().user.findUnique({ where: { email } })).toBeNull();
  await invite(email, { expiresAt: new Date(0) });
  await invite(email, { revokedAt: new Date() });
  expect(await signInWithIdentity("oidc", outsider(email))).toEqual({ refusal: "identity_unknown" });
  const org = await invite(email);
  expect(await signInWithIdentity("oidc", outsider(email))).toHaveProperty("user");
  expect(await system().member.findMany({ where: { user: { email } } })).toMatchObject([
    { orgId: org.id, role: "operator" },
  ]);
});

test("an identity is linked to one person only", async () => {
  const [first, second] = [await seedOrg(), await seedOrg()];
  const outside = outsider(null);
  expect(await linkIdentity("oidc", outside, { id: first.user.id, name: "A" })).toHaveProperty("user");
  expect(await linkIdentity("oidc", outside, { id: first.user.id, name: "A" })).toHaveProperty("user");
  expect(await linkIdentity("oidc", outside, { id: second.user.id, name: "B" })).toEqual({ refusal: "identity_taken" });
  expect(await signInWithIdentity("oidc", outside)).toMatchObject({ user: { id: first.user.id } });
});
