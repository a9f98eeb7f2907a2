import { argon2 } from "node:crypto";
import { beforeEach, expect, test, vi } from "vitest";
import { confirmTotp } from "#lib/account/confirm-totp.ts";
import { startTotp } from "#lib/account/start-totp.ts";
import { codeOf, signedInSelf, testOrigin } from "#lib/account/testing.ts";
import { system } from "#lib/db/system.ts";
import { type SeededOrg, seedOrg } from "#prisma/seed/org.ts";
import { signInWithPassword } from "./password-sign-in.ts";

vi.mock("node:crypto", async (importOriginal) => {
  const actual = await importOriginal<typeof import("node:crypto")>();
  return { ...actual, argon2: vi.fn(actual.argon2) };
});

let seeded: SeededOrg;
beforeEach(async () => {
  seeded = await seedOrg();
});

// Addresses of their own, so that tests do not use up each other's attempts.
let lastAddress = 0;
function origin() {
  lastAddress += 1;
  return { ...testOrigin, address: `198.51.100.${lastAddress}` };
}

const auditOf = async (action: string) =>
  (await system().auditEntry.findMany({ where: { orgId: seeded.org.id, action }, orderBy: { seq: "asc" } })).map(
    ({ after, targetId }) => ({ ...(after as object), targetId }),
  );

/** Refusals are written behind the answer's back. */
const untilRefused = (reason: string) =>
  vi.waitFor(async () => expect(await auditOf("sessions.refuse")).toContainEqual(expect.objectContaining({ reason })));

async function argonCalls(attempt: () => Promise<unknown>) {
  vi.mocked(argon2).mockClear();
  const answer = await attempt();
  return {
    answer,
    calls: vi.mocked(argon2).mock.calls.map(([algorithm, { message, nonce, ...cost }]) => ({ algorithm, cost })),
  };
}

test("an unknown address, a wrong password and malformed input answer alike after the same argon2 work", async () => {
  const { email } = seeded.user;
  const wrong = await argonCalls(() => signInWithPassword({ email, password: "not it at all" }, origin()));
  const unknown = await argonCalls(() =>
    signInWithPassword({ email: "nobody@example.com", password: "not it at all" }, origin()),
  );
  const malformed = await argonCalls(() =>
    signInWithPassword({ email: "nobody", password: "not it at all" }, origin()),
  );
  expect(wrong.answer).toBeNull();
  expect(wrong.calls).toHaveLength(1);
  expect(unknown).toEqual(wrong);
  expect(malformed).toEqual(wrong);
  await untilRefused("wrong_password");
});

test("a right password opens a session and says so in the audit", async () => {
  const { email, password, id } = seeded.user;
  const from = origin();
  const session = await signInWithPassword({ email: ` ${email.toUpperCase()} `, password }, from);
  expect(session?.id).toBe(id);
  expect(await system().session.findUnique({ where: { id: session?.sid ?? "" } })).toMatchObject({
    method: "password",
  });
  expect(await auditOf("sessions.open")).toEqual([
    { method: "password", address: from.address, userAgent: "test", targetId: id },
  ]);
});

test("with a second factor the password alone opens nothing, and only it learns that a code is wanted", async () => {
  const { email, password, id } = seeded.user;
  const self = await signedInSelf(id);
  const { secret } = await startTotp(self);
  const { codes } = await confirmTotp(self, { code: codeOf(secret) });
  const attempt = (input: object) => signInWithPassword({ email, password, ...input }, origin());
  await expect(attempt({})).rejects.toMatchObject({ code: "code_required" });
  await expect(attempt({ code: " " })).rejects.toMatchObject({ code: "code_required" });
  await expect(attempt({ code: "no-such-code" })).rejects.toMatchObject({ code: "wrong_code" });
  expect(await attempt({ password: "not it at all", code: codeOf(secret, 1) })).toBeNull();
  expect(await system().session.count({ where: { userId: id } })).toBe(1);
  for (const reason of ["code_required", "wrong_code", "wrong_password"]) await untilRefused(reason);
  // The next step's: the present one was used up by turning it on.
  const code = codeOf(secret, 1);
  const session = await attempt({ code });
  expect(await system().session.findUnique({ where: { id: session?.sid ?? "" } })).toMatchObject({
    method: "password+code",
  });
  await expect(attempt({ code })).rejects.toMatchObject({ code: "wrong_code" });
  expect(await attempt({ code: codes[0] })).not.toBeNull();
  await expect(attempt({ code: codes[0] })).rejects.toMatchObject({ code: "wrong_code" });
});

test("a secret that was never confirmed asks nobody for a code", async () => {
  const { email, password, id } = seeded.user;
  await startTotp(await signedInSelf(id));
  expect(await signInWithPassword({ email, password }, origin())).not.toBeNull();
});

test("after ten wrong passwords from one address the right one is refused there, and not elsewhere", async () => {
  const { email, password } = seeded.user;
  const from = origin();
  for (let count = 0; count < 10; count += 1) await signInWithPassword({ email, password: "not it at all" }, from);
  for (let count = 0; count < 3; count += 1) {
    await expect(signInWithPassword({ email, password }, from)).rejects.toMatchObject({ code: "rate_limited" });
  }
  await untilRefused("rate_limited");
  expect(await signInWithPassword({ email, password }, origin())).not.toBeNull();
});
