import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { appendAuditForPerson } from "../audit/append-for-person.ts";
import { system, withSystem } from "../db/system.ts";
import { log } from "../log.ts";
import { Email } from "../orgs/schema.ts";
import { consume, forgive } from "../rate-limit.ts";
import { verifyPassword } from "./password.ts";
import { type Origin, openSession, type SignInMethod } from "./session.ts";

const Credentials = z.object({ email: Email, password: z.string().min(1).max(256) });

export interface SignedInSession {
  id: string;
  sid: string;
}

/**
 * Null for a wrong password, an unknown address and malformed input, after the same work, so that neither answer nor
 * time tells which addresses exist. Throws `rate_limited` when too much was tried.
 */
export async function signInWithPassword(input: unknown, origin: Origin): Promise<SignedInSession | null> {
  const parsed = Credentials.safeParse(input);
  const email = parsed.data?.email ?? "";
  const address = origin.address ?? "";
  await consume("sign-in.address", address);
  await consume("sign-in.account", email);
  await consume("sign-in.pair", `${email}|${address}`);
  const user = parsed.success ? await system().user.findUnique({ where: { email } }) : null;
  const isRight = await verifyPassword(parsed.data?.password ?? "", user?.passwordHash ?? null);
  if (!isRight || !user) {
    if (user) await auditRefusedSignIn(user.id, "wrong_password", origin);
    return null;
  }
  await forgive("sign-in.pair", `${email}|${address}`);
  return { id: user.id, sid: await startSession(user, "password", origin) };
}

/** Opens the session and writes it into the chain of each of the person's organizations. */
export function startSession(
  user: { id: string; name: string },
  method: SignInMethod,
  origin: Origin,
): Promise<string> {
  return withSystem(async (tx) => {
    const sid = await openSession(tx, user.id, method, origin);
    const actor = { kind: "user" as const, userId: user.id, name: user.name, role: "viewer" as const };
    await appendAuditForPerson(
      tx,
      user.id,
      { actor, requestId: randomUUID() },
      {
        action: "sessions.open",
        after: { method, address: origin.address, userAgent: origin.userAgent },
      },
    );
    return sid;
  });
}

/** `reason` is for the people who read the audit; the one who tries to get in does not learn it. */
export async function auditRefusedSignIn(userId: string, reason: string, origin: Origin): Promise<void> {
  log.info({ userId, reason, address: origin.address }, "sign-in refused");
  await withSystem((tx) =>
    appendAuditForPerson(
      tx,
      userId,
      { actor: { kind: "anonymous" }, requestId: randomUUID() },
      {
        action: "sessions.refuse",
        after: { reason, address: origin.address, userAgent: origin.userAgent },
      },
    ),
  );
}
