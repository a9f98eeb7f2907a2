import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { signInWithPassword } from "#lib/auth/password-sign-in.ts";
import { withSystem } from "#lib/db/system.ts";
import { transferOrg } from "#lib/orgs/transfer.ts";
import { type SeededOrg, seedMember, seedOrg } from "#prisma/seed/org.ts";
import { acceptInvite } from "./accept.ts";
import { changeRole } from "./change-role.ts";
import { inviteMember } from "./invite.ts";
import { lookAtInvite } from "./open-invite.ts";
import { listMembers } from "./read.ts";
import { resendInvite } from "./resend-invite.ts";
import { revokeInvite } from "./revoke-invite.ts";
import type { SentInvite } from "./schema.ts";
import { signUpByInvite } from "./sign-up.ts";

let seeded: SeededOrg;
let email: string;
beforeEach(async () => {
  seeded = await seedOrg({ name: "Inviting Labs" });
  email = `new-${randomUUID()}@example.com`;
});

const tokenOf = ({ link }: SentInvite) => new URL(link ?? "").hash.slice(1);
const password = "four words in a row";
const signUp = (token: string, name = "Newcomer") => signUpByInvite({ token, name, password }, randomUUID());
const signedIn = ({ id, name, email: address }: { id: string; name: string; email: string }) => ({
  id,
  name,
  email: address,
  sessionId: "ses_x",
  authenticatedAt: new Date(),
});

describe("an invite", () => {
  test("makes an account that can sign in, with the role it was made with, once", async () => {
    const sent = await inviteMember(seeded.owner, { email, role: "finance" }, "en");
    expect(sent.link).toMatch(/\/invite#[A-Za-z0-9_-]{32}$/);
    const token = tokenOf(sent);
    expect(await lookAtInvite(token)).toEqual({ orgName: "Inviting Labs", role: "finance", email, hasAccount: false });
    expect(await signUp(token)).toEqual({ slug: seeded.org.slug, email });
    expect(await signInWithPassword({ email, password }, { userAgent: null, address: null })).not.toBeNull();
    const { items, invites } = await listMembers(seeded.owner);
    expect(items.find((member) => member.email === email)).toMatchObject({ role: "finance", name: "Newcomer" });
    expect(invites).toEqual([]);
    await expect(lookAtInvite(token)).rejects.toMatchObject({ code: "link_invalid" });
    await expect(signUp(token)).rejects.toMatchObject({ code: "link_invalid" });
  });

  test("is stored as a hash: no row holds the link's token", async () => {
    const token = tokenOf(await inviteMember(seeded.owner, { email, role: "viewer" }, "en"));
    const rows = await withSystem((tx) => tx.invite.findMany({ where: { orgId: seeded.org.id } }));
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  test("is one for each address: asking again renews it and the old link stops working", async () => {
    // Connections first: those that have to be opened would bring the callers in one by one.
    await Promise.all(Array.from({ length: 12 }, () => listMembers(seeded.owner)));
    const asks = Array.from({ length: 20 }, () => inviteMember(seeded.owner, { email, role: "viewer" }, "en"));
    const [first, ...repeats] = await Promise.all(asks);
    if (!first) throw new Error("twenty were asked for");
    expect(new Set(repeats.map(({ invite }) => invite.id))).toEqual(new Set([first.invite.id]));
    const [a, b] = await Promise.all([
      inviteMember(seeded.owner, { email, role: "operator" }, "en"),
      inviteMember(seeded.owner, { email, role: "operator" }, "en"),
    ]);
    expect(new Set([first.invite.id, a.invite.id, b.invite.id]).size).toBe(1);
    await expect(lookAtInvite(tokenOf(first))).rejects.toMatchObject({ code: "link_invalid" });
    const { invites } = await listMembers(seeded.owner);
    expect(invites).toMatchObject([{ email, role: "operator", isExpired: false }]);
    const again = await resendInvite(seeded.owner, first.invite.id, "en");
    expect(await lookAtInvite(tokenOf(again))).toMatchObject({ role: "operator" });
  });

  test("that was taken back, has expired or is of a deleted organization opens nothing", async () => {
    const revoked = await inviteMember(seeded.owner, { email, role: "viewer" }, "en");
    await revokeInvite(seeded.owner, revoked.invite.id);
    const expired = await inviteMember(seeded.owner, { email: `2${email}`, role: "viewer" }, "en");
    await withSystem((tx) =>
      tx.invite.updateMany({ where: { id: expired.invite.id }, data: { expiresAt: new Date(Date.now() - 1) } }),
    );
    const other = await seedOrg();
    const orphan = await inviteMember(other.owner, { email, role: "viewer" }, "en");
    await withSystem((tx) => tx.org.updateMany({ where: { id: other.org.id }, data: { deletedAt: new Date() } }));
    for (const sent of [revoked, expired, orphan]) {
      await expect(lookAtInvite(tokenOf(sent))).rejects.toMatchObject({ code: "link_invalid" });
      await expect(signUp(tokenOf(sent))).rejects.toMatchObject({ code: "link_invalid" });
    }
    expect((await listMembers(seeded.owner)).invites).toMatchObject([{ isExpired: true }]);
  });

  test("for a member is refused at the field", async () => {
    const member = await seedMember(seeded.org, "viewer");
    await expect(inviteMember(seeded.owner, { email: member.email, role: "admin" }, "en")).rejects.toMatchObject({
      code: "already_member",
      invalidParams: [{ name: "email" }],
    });
  });

  test("with a password that holds the address is refused at the field, and stays open", async () => {
    const token = tokenOf(await inviteMember(seeded.owner, { email, role: "viewer" }, "en"));
    const weak = { token, name: "N", password: `${email.split("@")[0]}!` };
    await expect(signUpByInvite(weak, randomUUID())).rejects.toMatchObject({ invalidParams: [{ name: "password" }] });
    expect(await lookAtInvite(token)).toMatchObject({ hasAccount: false });
  });

  test("of an owner is an owner's to make, renew and take back", async () => {
    const admin = (await seedMember(seeded.org, "admin")).ctx;
    await expect(inviteMember(admin, { email, role: "owner" }, "en")).rejects.toMatchObject({ code: "not_allowed" });
    const { invite } = await inviteMember(seeded.owner, { email, role: "owner" }, "en");
    for (const refused of [
      () => inviteMember(admin, { email, role: "viewer" }, "en"),
      () => resendInvite(admin, invite.id, "en"),
      () => revokeInvite(admin, invite.id),
    ]) {
      await expect(refused()).rejects.toMatchObject({ code: "not_allowed" });
    }
    expect((await listMembers(admin)).invites).toMatchObject([{ role: "owner" }]);
  });

  test.each(["operator", "finance", "viewer"] as const)("is not for %s to make", async (role) => {
    await expect(inviteMember(seeded.as(role), { email, role: "viewer" }, "en")).rejects.toMatchObject({
      code: "not_allowed",
    });
  });
});

test("whoever is demoted takes the invites along that they could not make any more", async () => {
  const admin = await seedMember(seeded.org, "admin");
  await inviteMember(seeded.owner, { email: `1${email}`, role: "owner" }, "en");
  await inviteMember(seeded.owner, { email: `2${email}`, role: "viewer" }, "en");
  await inviteMember(admin.ctx, { email: `3${email}`, role: "viewer" }, "en");
  await transferOrg(seeded.owner, admin.id);
  const left = async () => (await listMembers(seeded.owner)).invites.map((invite) => invite.email);
  expect(await left()).toEqual([`2${email}`, `3${email}`]);
  const { id: userId, name } = admin;
  const promoted = { ...admin.ctx, actor: { kind: "user" as const, userId, name, role: "owner" as const } };
  await changeRole(promoted, seeded.user.id, "operator");
  expect(await left()).toEqual([`3${email}`]);
});

describe("somebody who has an account", () => {
  test("joins signed in, and by the invited address only", async () => {
    const elsewhere = await seedOrg();
    const person = await seedMember(elsewhere.org, "owner");
    const stranger = await seedMember(elsewhere.org, "viewer");
    const token = tokenOf(await inviteMember(seeded.owner, { email: person.email, role: "operator" }, "en"));
    expect(await lookAtInvite(token)).toMatchObject({ hasAccount: true });
    await expect(signUp(token)).rejects.toMatchObject({ code: "account_exists" });
    await expect(acceptInvite(signedIn(stranger), token, randomUUID())).rejects.toMatchObject({
      code: "wrong_account",
    });
    expect(await acceptInvite(signedIn(person), token, randomUUID())).toMatchObject({ slug: seeded.org.slug });
    await expect(acceptInvite(signedIn(person), token, randomUUID())).rejects.toMatchObject({ code: "link_invalid" });
  });
});

describe("twenty at once with one link", () => {
  test("make one account and one membership", async () => {
    const token = tokenOf(await inviteMember(seeded.owner, { email, role: "viewer" }, "en"));
    const results = await Promise.allSettled(Array.from({ length: 20 }, (_, index) => signUp(token, `N${index}`)));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const { items } = await listMembers(seeded.owner);
    expect(items.filter((member) => member.email === email)).toHaveLength(1);
  });

  test("make one membership of a person who has an account", async () => {
    const person = await seedMember((await seedOrg()).org, "owner");
    const token = tokenOf(await inviteMember(seeded.owner, { email: person.email, role: "viewer" }, "en"));
    const accept = () => acceptInvite(signedIn(person), token, randomUUID());
    const results = await Promise.allSettled(Array.from({ length: 20 }, accept));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const audit = await withSystem((tx) =>
      tx.auditEntry.findMany({ where: { orgId: seeded.org.id, action: "members.accept" } }),
    );
    expect(audit).toHaveLength(1);
  });
});

test("another organization's invites are not there", async () => {
  const other = await seedOrg();
  const { invite } = await inviteMember(other.owner, { email, role: "viewer" }, "en");
  await expect(resendInvite(seeded.owner, invite.id, "en")).rejects.toMatchObject({ code: "not_found" });
  await expect(revokeInvite(seeded.owner, invite.id)).rejects.toMatchObject({ code: "not_found" });
  expect((await listMembers(seeded.owner)).invites).toEqual([]);
  // The same address may be asked by both.
  expect((await inviteMember(seeded.owner, { email, role: "viewer" }, "en")).invite.email).toBe(email);
});
