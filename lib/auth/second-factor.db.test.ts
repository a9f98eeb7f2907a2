import { beforeEach, expect, test } from "vitest";
import { confirmTotp } from "#lib/account/confirm-totp.ts";
import { startTotp } from "#lib/account/start-totp.ts";
import { codeOf, signedInSelf } from "#lib/account/testing.ts";
import { system } from "#lib/db/system.ts";
import { seedOrg } from "#prisma/seed/org.ts";
import { acceptSecondFactor, takeCode } from "./second-factor.ts";

let userId: string;
let secret: string;
let codes: string[];

beforeEach(async () => {
  const { user } = await seedOrg();
  userId = user.id;
  const self = await signedInSelf(userId);
  ({ secret } = await startTotp(self));
  ({ codes } = await confirmTotp(self, { code: codeOf(secret) }));
  await system().user.update({ where: { id: userId }, data: { totpLastStep: null } });
});

const wins = (results: boolean[]) => results.filter(Boolean).length;

test("of twenty tries of one code at once exactly one is accepted, and none after them", async () => {
  const code = codeOf(secret);
  expect(wins(await Promise.all(Array.from({ length: 20 }, () => takeCode(userId, code))))).toBe(1);
  expect(await takeCode(userId, code)).toBe(false);
});

test("a code of an earlier time step than the last accepted one is used up with it", async () => {
  expect(await takeCode(userId, codeOf(secret, 1))).toBe(true);
  expect(await takeCode(userId, codeOf(secret, 0))).toBe(false);
});

test("the code that turned it on does not sign in as well", async () => {
  await system().user.update({ where: { id: userId }, data: { totpConfirmedAt: null, totpLastStep: null } });
  const code = codeOf(secret);
  await confirmTotp(await signedInSelf(userId), { code });
  expect(await takeCode(userId, code)).toBe(false);
});

test("of twenty tries of one recovery code at once exactly one is accepted; the other nine codes stay", async () => {
  const [first = "", second = ""] = codes;
  expect(wins(await Promise.all(Array.from({ length: 20 }, () => takeCode(userId, first))))).toBe(1);
  expect(await takeCode(userId, first)).toBe(false);
  expect(await takeCode(userId, ` ${second.toUpperCase().replaceAll("-", " ")} `)).toBe(true);
});

test("recovery codes have 80 bits, ten of them, and the table holds none", async () => {
  expect(new Set(codes).size).toBe(10);
  for (const code of codes) expect(code).toMatch(/^[0-9a-hjkmnp-tv-z]{4}(-[0-9a-hjkmnp-tv-z]{4}){3}$/);
  const stored = JSON.stringify(await system().recoveryCode.findMany({ where: { userId } }));
  for (const code of codes) expect(stored).not.toContain(code);
});

test("the secret is not readable in the table, and not under another person", async () => {
  const row = await system().user.findUnique({ where: { id: userId } });
  expect(JSON.stringify(row?.totpSecret)).not.toContain(secret);
  const other = (await seedOrg()).user.id;
  const data = { totpSecret: row?.totpSecret ?? {}, totpConfirmedAt: new Date() };
  await system().user.update({ where: { id: other }, data });
  await expect(takeCode(other, codeOf(secret))).rejects.toThrow();
});

test("somebody else's recovery code is no code", async () => {
  const { user } = await seedOrg();
  const self = await signedInSelf(user.id);
  await confirmTotp(self, { code: codeOf((await startTotp(self)).secret) });
  expect(await takeCode(user.id, codes[0] ?? "")).toBe(false);
});

test("after six wrong codes the right one is refused too", async () => {
  for (let count = 0; count < 6; count += 1) expect(await acceptSecondFactor(userId, "aaaa")).toBe(false);
  await expect(acceptSecondFactor(userId, codeOf(secret))).rejects.toMatchObject({ code: "rate_limited" });
});

test("a right code gives the attempts back", async () => {
  for (let count = 0; count < 5; count += 1) expect(await acceptSecondFactor(userId, "aaaa")).toBe(false);
  expect(await acceptSecondFactor(userId, codeOf(secret))).toBe(true);
  expect(await acceptSecondFactor(userId, "aaaa")).toBe(false);
});
