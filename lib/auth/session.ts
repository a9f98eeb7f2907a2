import "server-only";
import { notifyAccess } from "../bus/notify.ts";
import type { Tx } from "../db/client.ts";
import { system, withSystem } from "../db/system.ts";
import { newId } from "../id.ts";

/** Absolute limit: after this a person signs in again, however busy they were (ASVS 5.0 §7.3.2). */
export const sessionDays = 30;
/** Idle limit (ASVS 5.0 §7.3.1). */
export const idleDays = 7;
/** `lastSeenAt` is written at most this often. */
const touchMs = 60_000;
const dayMs = 24 * 3_600_000;

/** `password+code` is TOTP or a recovery code on top; `identity` an outside identity provider; `setup` and `invite` links. */
export type SignInMethod = "password" | "password+code" | "passkey" | "identity";

export interface SignedInUser {
  id: string;
  name: string;
  email: string;
  sessionId: string;
  /** When this person last proved who they are in this session. */
  authenticatedAt: Date;
}

/** Where a sign-in comes from, for people to recognize it by. */
export interface Origin {
  userAgent: string | null;
  address: string | null;
}

export async function openSession(tx: Tx, userId: string, method: SignInMethod, origin: Origin): Promise<string> {
  const id = newId("session");
  const userAgent = origin.userAgent?.slice(0, 300) ?? null;
  const expiresAt = new Date(Date.now() + sessionDays * dayMs);
  await tx.session.create({ data: { id, userId, method, userAgent, address: origin.address, expiresAt } });
  return id;
}

/** What makes a session row count: not revoked, within both limits. */
export function liveSession(now = new Date()) {
  return { revokedAt: null, expiresAt: { gt: now }, lastSeenAt: { gt: new Date(now.getTime() - idleDays * dayMs) } };
}

/** The person behind a session id; null once it is revoked, expired, idle for too long or unknown. Read on every request. */
export async function findSessionUser(sessionId: string): Promise<SignedInUser | null> {
  const row = await system().session.findFirst({
    where: { id: sessionId, ...liveSession() },
    select: { lastSeenAt: true, authenticatedAt: true, user: { select: { id: true, name: true, email: true } } },
  });
  if (!row) return null;
  if (Date.now() - row.lastSeenAt.getTime() > touchMs) {
    await system().session.updateMany({ where: { id: sessionId }, data: { lastSeenAt: new Date() } });
  }
  return { ...row.user, sessionId, authenticatedAt: row.authenticatedAt };
}

/** Looks without touching: a page that is merely open must not keep its session from going idle. */
export async function isSessionLive(sessionId: string): Promise<boolean> {
  return (await system().session.count({ where: { id: sessionId, ...liveSession() } })) === 1;
}

export async function revokeSession(sessionId: string): Promise<void> {
  await withSystem(async (tx) => {
    const session = await tx.session.findFirst({ where: { id: sessionId, revokedAt: null } });
    if (session) await revokeSessions(tx, session.userId, { id: sessionId });
  });
}

/**
 * Ends sessions of a person: one, all, or all but the one at hand. Open event streams end with the commit, so the
 * other browser learns it at once. Returns how many ended.
 */
export async function revokeSessions(
  tx: Tx,
  userId: string,
  which: { id?: string; exceptId?: string },
): Promise<number> {
  const id = { ...(which.id ? { equals: which.id } : {}), ...(which.exceptId ? { not: which.exceptId } : {}) };
  const ended = await tx.session.updateMany({
    where: { userId, revokedAt: null, ...(Object.keys(id).length > 0 ? { id } : {}) },
    data: { revokedAt: new Date() },
  });
  if (ended.count > 0) await notifyAccess(tx, userId);
  return ended.count;
}

/** The person proved again who they are: sensitive actions are open for five minutes. */
export async function confirmSession(sessionId: string): Promise<void> {
  await system().session.updateMany({ where: { id: sessionId }, data: { authenticatedAt: new Date() } });
}
