import { beforeEach, expect, test } from "vitest";
import { verifyPassword } from "#lib/auth/password.ts";
import { takeCode } from "#lib/auth/second-factor.ts";
import { findSessionUser } from "#lib/auth/session.ts";
import { system } from "#lib/db/system.ts";
import { takeMails } from "#lib/jobs/testing.ts";
import { type SeededOrg, seedOrg } from "#prisma/seed/org.ts";
import { changePassword } from "./change-password.ts";
import { confirmTotp } from "./confirm-totp.ts";
import { getAccount, listSessions } from "./read.ts";
import { reauthenticate } from "./reauthenticate.ts";
import { renamePerson } from "./rename.ts";
import { renewRecoveryCodes } from "./renew-recovery-codes.ts";
import { revokeOtherSessions, revokeOwnSession } from "./revoke-session.ts";
import type { Self } from "./self.ts";
import { startTotp } from "./start-totp.ts";
import { codeOf, longAgo, signedInSelf } from "./testing.ts";
import { turnOffTotp } from "./turn-off-totp.ts";

const party = { rpId: "localhost", origin: "http://localhost:3000" };
const strong = "four unrelated nouns daily";
let seeded: SeededOrg;
let self: Self;

beforeEach(async () => {
  seeded = await seedOrg();
  self = await signedInSelf(seeded.user.id);
  await takeMails();
});

const actions = async () =>
  (await system().auditEntry.findMany({ where: { orgId: seeded.org.id }, orderBy: { seq: "asc" } })).map(
    ({ action }) => action,
  );
const needsProof = { code: "reauthentication_required" };

test("a new password ends every other session, is told by mail, and is in the audit", async () => {
  const other = await signedInSelf(seeded.user.id);
  await changePassword(longAgo(self), { currentPassword: seeded.user.password, newPassword: strong });
  expect(await findSessionUser(other.person.sessionId)).toBeNull();
  expect(await findSessionUser(self.person.sessionId)).not.toBeNull();
  const user = await system().user.findUnique({ where: { id: seeded.user.id } });
  expect(await verifyPassword(strong, user?.passwordHash ?? null)).toBe(true);
  expect(await takeMails()).toMatchObject([{ template: "sign-in-changed", change: "password_changed" }]);
  expect(await actions()).toEqual(["account.change_password"]);
});

test("without the old password a change needs a recent proof; a wrong old one and a weak new one are refused by field", async () => {
  await expect(changePassword(longAgo(self), { newPassword: strong })).rejects.toMatchObject(needsProof);
  await expect(changePassword(self, { currentPassword: "wrong", newPassword: strong })).rejects.toMatchObject({
    code: "wrong_password",
    invalidParams: [{ name: "currentPassword" }],
  });
  await expect(changePassword(self, { newPassword: "Password1234!" })).rejects.toMatchObject({
    code: "invalid_input",
    invalidParams: [{ name: "newPassword" }],
  });
  expect(await actions()).toEqual([]);
  await changePassword(self, { newPassword: strong });
});

test("a second factor is set up, renewed and turned off with a recent proof only, each told by mail", async () => {
  const late = longAgo(self);
  await expect(startTotp(late)).rejects.toMatchObject(needsProof);
  const { secret, uri, qr } = await startTotp(self);
  expect(uri).toContain(secret);
  expect(qr.path).toMatch(/^M\d+ \d+h1v1h-1z/);
  const code = codeOf(secret);
  await expect(confirmTotp(late, { code })).rejects.toMatchObject(needsProof);
  await expect(confirmTotp(self, { code: codeOf(secret, 9) })).rejects.toMatchObject({ code: "wrong_code" });
  expect((await getAccount(self.person)).totp).toBeNull();
  const first = await confirmTotp(self, { code });
  expect((await getAccount(self.person)).totp).toMatchObject({ recoveryCodesLeft: 10 });
  await expect(startTotp(self)).rejects.toMatchObject({ code: "already_on" });
  await expect(confirmTotp(self, { code })).rejects.toMatchObject({ code: "already_on" });
  await expect(renewRecoveryCodes(late)).rejects.toMatchObject(needsProof);
  const second = await renewRecoveryCodes(self);
  expect(await takeCode(seeded.user.id, first.codes[0] ?? "")).toBe(false);
  expect(await takeCode(seeded.user.id, second.codes[0] ?? "")).toBe(true);
  await expect(turnOffTotp(late)).rejects.toMatchObject(needsProof);
  await turnOffTotp(self);
  expect(await takeCode(seeded.user.id, second.codes[1] ?? "")).toBe(false);
  await expect(turnOffTotp(self)).rejects.toMatchObject({ code: "not_found" });
  await expect(renewRecoveryCodes(self)).rejects.toMatchObject({ code: "not_found" });
  expect((await takeMails()).map(({ change }) => change)).toEqual(["totp_on", "recovery_codes_renewed", "totp_off"]);
  expect(await actions()).toEqual(["account.totp_on", "account.recovery_codes_renewed", "account.totp_off"]);
});

test("a proof makes the session fresh again: password, and the code where there is one; failures are in the audit", async () => {
  const { password } = seeded.user;
  const stale = new Date(0);
  const makeStale = () =>
    system().session.update({ where: { id: self.person.sessionId }, data: { authenticatedAt: stale } });
  const provenAt = async () => (await findSessionUser(self.person.sessionId))?.authenticatedAt;
  const { secret } = await startTotp(self);
  await confirmTotp(self, { code: codeOf(secret) });
  await makeStale();
  const wrong = { password: "wrong", code: codeOf(secret, 1) };
  await expect(reauthenticate(self, wrong, party)).rejects.toMatchObject({ code: "wrong_password" });
  await expect(reauthenticate(self, { password }, party)).rejects.toMatchObject({ code: "code_required" });
  const wrongCode = { password, code: "no-such-code" };
  await expect(reauthenticate(self, wrongCode, party)).rejects.toMatchObject({ code: "wrong_code" });
  expect(await provenAt()).toEqual(stale);
  await reauthenticate(self, { password, code: codeOf(secret, 1) }, party);
  expect((await provenAt())?.getTime()).toBeGreaterThan(0);
  expect(await actions()).toEqual(["account.totp_on", "sessions.refuse", "sessions.refuse", "sessions.confirm"]);
});

test("a stolen session cannot guess the password: ten tries, then none", async () => {
  for (let count = 0; count < 10; count += 1) {
    await expect(reauthenticate(self, { password: "wrong" }, party)).rejects.toMatchObject({ code: "wrong_password" });
  }
  const right = { password: seeded.user.password };
  await expect(reauthenticate(self, right, party)).rejects.toMatchObject({ code: "rate_limited" });
  const change = changePassword(self, { currentPassword: right.password, newPassword: strong });
  await expect(change).rejects.toMatchObject({ code: "rate_limited" });
});

test("a person sees their own live sessions, ends one at once, and all others; nobody else's seem to exist", async () => {
  const [phone, desk] = [await signedInSelf(seeded.user.id), await signedInSelf(seeded.user.id)];
  const { items } = await listSessions(self.person);
  expect(items.map(({ id }) => id).toSorted()).toEqual(
    [self, phone, desk].map(({ person }) => person.sessionId).toSorted(),
  );
  expect(items[0]).toMatchObject({ id: self.person.sessionId, isCurrent: true, address: "192.0.2.1" });
  const stranger = await signedInSelf((await seedOrg()).user.id);
  const foreign = revokeOwnSession(stranger, phone.person.sessionId);
  await expect(foreign).rejects.toMatchObject({ code: "not_found" });
  await revokeOwnSession(self, phone.person.sessionId);
  expect(await findSessionUser(phone.person.sessionId)).toBeNull();
  await expect(revokeOwnSession(self, phone.person.sessionId)).rejects.toMatchObject({ code: "not_found" });
  await revokeOtherSessions(self);
  expect(await findSessionUser(desk.person.sessionId)).toBeNull();
  expect(await findSessionUser(stranger.person.sessionId)).not.toBeNull();
  expect((await listSessions(self.person)).items).toHaveLength(1);
  expect(await actions()).toEqual(["sessions.revoke", "sessions.revoke"]);
});

test("a new name is the person's everywhere, and in the audit of each organization", async () => {
  await renamePerson(self, { name: "Ada Lovelace" });
  expect((await getAccount(self.person)).name).toBe("Ada Lovelace");
  expect(await actions()).toEqual(["account.rename"]);
});
