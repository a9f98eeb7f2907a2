import { expect, test } from "vitest";
import { withSystem } from "#lib/db/system.ts";
import { seedOrg } from "#prisma/seed/org.ts";
import { findSessionUser, openSession, revokeSession } from "./session.ts";

test("a session is worth nothing once it is revoked or expired", async () => {
  const { user } = await seedOrg();
  const [kept, revoked, expired] = await Promise.all([1, 2, 3].map(() => openSession(user.id, "test")));
  if (!kept || !revoked || !expired) throw new Error("three sessions");
  await revokeSession(revoked);
  await withSystem((tx) => tx.session.update({ where: { id: expired }, data: { expiresAt: new Date(0) } }));
  expect((await findSessionUser(kept))?.id).toBe(user.id);
  expect(await findSessionUser(revoked)).toBeNull();
  expect(await findSessionUser(expired)).toBeNull();
  expect(await findSessionUser("ses_unknown")).toBeNull();
});
