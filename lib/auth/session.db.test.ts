import { expect, test } from "vitest";
import { withSystem } from "#lib/db/system.ts";
import { seedOrg } from "#prisma/seed/org.ts";
import { findSessionUser, idleDays, openSession, revokeSession } from "./session.ts";

const origin = { userAgent: "test", address: null };

test("a session is worth nothing once it is revoked, expired or left idle", async () => {
  const { user } = await seedOrg();
  const open = () => withSystem((tx) => openSession(tx, user.id, "password", origin));
  const [kept, revoked, expired, idle] = [await open(), await open(), await open(), await open()];
  const longAgo = new Date(Date.now() - (idleDays * 24 + 1) * 3_600_000);
  await withSystem((tx) => tx.session.update({ where: { id: idle }, data: { lastSeenAt: longAgo } }));
  await revokeSession(revoked);
  await withSystem((tx) => tx.session.update({ where: { id: expired }, data: { expiresAt: new Date(0) } }));
  expect((await findSessionUser(kept))?.id).toBe(user.id);
  expect(await findSessionUser(revoked)).toBeNull();
  expect(await findSessionUser(expired)).toBeNull();
  expect(await findSessionUser(idle)).toBeNull();
  expect(await findSessionUser("ses_unknown")).toBeNull();
});
