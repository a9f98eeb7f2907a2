import { beforeEach, expect, test } from "vitest";
import { signInWithPassword } from "#lib/auth/password-sign-in.ts";
import { resetLinkFor } from "#lib/auth/reset-link.ts";
import { findSessionUser } from "#lib/auth/session.ts";
import { system } from "#lib/db/system.ts";
import { takeMails, takeSealedJobs } from "#lib/jobs/testing.ts";
import { type SeededOrg, seedOrg } from "#prisma/seed/org.ts";
import { askReset, sendResetLink } from "./ask-reset.ts";
import { confirmTotp } from "./confirm-totp.ts";
import { resetPassword } from "./reset-password.ts";
import { startTotp } from "./start-totp.ts";
import { codeOf, signedInSelf, testOrigin } from "./testing.ts";

const strong = "four unrelated nouns daily";
const by = { requestId: "req_test", locale: "zh" as const, address: "192.0.2.9" };
const gone = { code: "link_invalid" };
let seeded: SeededOrg;

beforeEach(async () => {
  seeded = await seedOrg();
  await takeMails();
});

/** What the person finds in their mailbox after asking. */
async function mailedToken(): Promise<string> {
  await askReset({ email: seeded.user.email, locale: "en" });
  for (const sealed of await takeSealedJobs("account.reset")) await sendResetLink(sealed);
  const [mail] = await takeMails();
  expect(mail).toMatchObject({ to: seeded.user.email, template: "password-reset" });
  expect(mail?.link).toMatch(/^http:\/\/localhost:3000\/reset\/new#[\w-]{32,}$/);
  return new URL(mail?.link ?? "").hash.slice(1);
}

test("the mailed link sets a new password once, ends every session, and says so by mail and in the audit", async () => {
  const session = await signedInSelf(seeded.user.id);
  const token = await mailedToken();
  await resetPassword(by, { token, password: strong });
  expect(await findSessionUser(session.person.sessionId)).toBeNull();
  const credentials = { email: seeded.user.email, password: strong };
  expect(await signInWithPassword(credentials, testOrigin)).not.toBeNull();
  await expect(resetPassword(by, { token, password: `${strong} again` })).rejects.toMatchObject(gone);
  expect(await takeMails()).toMatchObject([{ template: "sign-in-changed", change: "password_reset", locale: "zh" }]);
  const entries = await system().auditEntry.findMany({
    where: { orgId: seeded.org.id, action: "account.reset_password" },
  });
  expect(entries).toMatchObject([{ targetId: seeded.user.id, after: { address: "192.0.2.9", sessionsEnded: 1 } }]);
});

test("of twenty uses of one link at once exactly one sets the password", async () => {
  const token = await mailedToken();
  const tries = Array.from({ length: 20 }, (_, index) => resetPassword(by, { token, password: `${strong} ${index}` }));
  const results = await Promise.allSettled(tries);
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("only the newest link works, for thirty minutes, and a weak password does not use it up", async () => {
  const first = await mailedToken();
  const second = await mailedToken();
  await expect(resetPassword(by, { token: first, password: strong })).rejects.toMatchObject(gone);
  await expect(resetPassword(by, { token: second, password: "Password1234!" })).rejects.toMatchObject({
    code: "invalid_input",
    invalidParams: [{ name: "password" }],
  });
  const row = await system().oneTimeToken.findFirstOrThrow({ where: { userId: seeded.user.id } });
  expect(row.expiresAt.getTime() - row.createdAt.getTime()).toBeLessThanOrEqual(30 * 60_000);
  expect(row.tokenHash).not.toContain(second);
  await system().oneTimeToken.updateMany({ where: { userId: seeded.user.id }, data: { expiresAt: new Date(0) } });
  await expect(resetPassword(by, { token: second, password: strong })).rejects.toMatchObject(gone);
});

test("the second factor stays on: the new password alone opens nothing", async () => {
  const self = await signedInSelf(seeded.user.id);
  const { secret } = await startTotp(self);
  await confirmTotp(self, { code: codeOf(secret) });
  await takeMails();
  await resetPassword(by, { token: await mailedToken(), password: strong });
  const credentials = { email: seeded.user.email, password: strong };
  await expect(signInWithPassword(credentials, testOrigin)).rejects.toMatchObject({ code: "code_required" });
});

test("an address that nobody has gets the same answer and the same work: one job, and only that job finds out", async () => {
  const email = "nobody-at-all@example.com";
  expect(await askReset({ email, locale: "en" })).toBe(await askReset({ email: seeded.user.email, locale: "en" }));
  const waiting = await takeSealedJobs("account.reset");
  expect(waiting).toHaveLength(2);
  expect(waiting.join()).not.toContain("@");
  for (const sealed of waiting) await sendResetLink(sealed);
  expect((await takeMails()).map(({ to }) => to)).toEqual([seeded.user.email]);
});

test("a mailbox is not flooded: three an hour for an address, known or not", async () => {
  for (const email of [seeded.user.email, "nobody-else@example.com"]) {
    for (let count = 0; count < 3; count += 1) await askReset({ email, locale: "en" });
    await expect(askReset({ email, locale: "en" })).rejects.toMatchObject({ code: "rate_limited" });
  }
});

test("whoever runs the console can make the link without a mail server, for people that exist", async () => {
  const link = await resetLinkFor(` ${seeded.user.email.toUpperCase()} `);
  await resetPassword(by, { token: new URL(link ?? "").hash.slice(1), password: strong });
  expect(await resetLinkFor("nobody@example.com")).toBeNull();
  expect(await resetLinkFor("nonsense")).toBeNull();
});
