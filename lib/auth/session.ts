import "server-only";
import { system } from "../db/system.ts";
import { newId } from "../id.ts";

const lifetimeMs = 30 * 24 * 3600 * 1000;

export interface SignedInUser {
  id: string;
  name: string;
  email: string;
}

export async function openSession(userId: string, userAgent: string | undefined): Promise<string> {
  const id = newId("session");
  const expiresAt = new Date(Date.now() + lifetimeMs);
  await system().session.create({ data: { id, userId, userAgent: userAgent?.slice(0, 300) ?? null, expiresAt } });
  return id;
}

/** The person behind a session id; null once it is revoked, expired or unknown. Read on every request. */
export async function findSessionUser(sessionId: string): Promise<SignedInUser | null> {
  const row = await system().session.findFirst({
    where: { id: sessionId, revokedAt: null, expiresAt: { gt: new Date() } },
    select: { user: { select: { id: true, name: true, email: true } } },
  });
  return row?.user ?? null;
}

export async function revokeSession(sessionId: string): Promise<void> {
  await system().session.updateMany({ where: { id: sessionId, revokedAt: null }, data: { revokedAt: new Date() } });
}
